"""Asking whether a fetched page is reserved against text and data mining (crawler.reservations)."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.model import FetchPolicy, Page
from crawler.reservations import TDMREP, Tdmrep, page_text, read_tdmrep, reserved
from spiders.fetching import Fetcher
from spiders.host_memory import lifetime
from spiders.trouble import TROUBLE


@dataclass(frozen=True, slots=True)
class Reservations:
    """What the hosts of one visit reserve; a tdmrep.json is asked for before the first page of its host.

    Where the policy does not honour reservations nothing is asked for and nothing is reserved.
    """

    fetcher: Fetcher
    _failed: set[str] = field(default_factory=set)  # origins; not asked again in this visit

    async def ask(self, url: str) -> Tdmrep:
        """Return the rules of the host of `url`; none if they cannot be had at this visit."""
        if not self.fetcher.policy.honour_reservations:
            return Tdmrep()
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        kept = self.fetcher.memory.tdmrep.get(origin)
        if kept is not None:
            return kept
        return Tdmrep() if origin in self._failed else await self._fetched(origin)

    async def why(self, page: Page) -> str | None:
        """Say in one sentence why `page` is reserved, None if it is not."""
        return reserved_by(page, self.fetcher.policy, await self.ask(page.final_url))

    async def _fetched(self, origin: str) -> Tdmrep:
        try:
            response = await self.fetcher.fetch(origin + TDMREP)
        except TROUBLE:
            response = None
        if response is None or response.status >= 500 or response.status == 429:
            self._failed.add(origin)
            return Tdmrep()
        rules = read_tdmrep(response.status, response.body)
        keep = (response.headers.get("Cache-Control") or b"").decode("latin-1")
        self.fetcher.memory.tdmrep.keep(origin, rules, lifetime(keep), len(response.body))
        return rules


def reserved_by(page: Page, policy: FetchPolicy, rules: Tdmrep | None = None) -> str | None:
    """Say why `page` is reserved by itself, or by the `rules` of its host if they are known; None if it is not.

    A watched feed or list is looked at without rules: an idle poll asks for nothing else.
    """
    if not policy.honour_reservations:
        return None
    agent = policy.user_agent.partition("/")[0]
    return reserved(page.headers, page_text(page.body, page.content_type), rules, page.final_url, agent)
