"""Looking at a source: its ways of watching are tried in order until one of them works."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus

from crawler.feeds import FeedError
from crawler.model import Entry, Page, Source, Validators, Watch
from crawler.pool import ParseCrash, ParseTimeout
from crawler.retry_after import retry_after
from spiders.fetching import Fetcher, page_of
from spiders.kinds import Parsing, entries_of
from spiders.trouble import TROUBLE, HostUnreachable, Refused, RobotsForbid, RobotsUnreachable, is_too_large, sentence

_GOOD = ("ok", "not_modified", "unchanged", "empty")
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look found; the fields are those of VisitReport."""

    outcome: str
    detail: str | None = None
    watch_url: str | None = None
    validators: Validators = field(default_factory=Validators)
    entries: tuple[Entry, ...] = ()
    status: int | None = None
    retry_after: datetime | None = None

    @property
    def is_good(self) -> bool:
        """Tell whether the source answered as it should; an empty list does."""
        return self.outcome in _GOOD

    @property
    def is_final(self) -> bool:
        """Tell whether no other way needs to be tried: there are entries, or the host wants to be left alone."""
        return (self.is_good and self.outcome != "empty") or self.status in _BUSY


@dataclass(frozen=True, slots=True)
class Looker:
    """Looks at one source once."""

    source: Source
    validators: Validators
    clock: Callable[[], datetime]
    fetcher: Fetcher
    parsing: Parsing

    async def look(self) -> Look:
        """Try the ways of watching in order. When none works, the first one counts, with what all of them said."""
        tried: list[Look] = []
        for watch in self.source.watch:
            found = await self._look_at(watch)
            tried.append(found)
            if found.is_final:
                break
        chosen = max(tried, key=lambda look: (look.is_final, look.is_good))  # of equal ones the first
        if len(tried) == 1:
            return chosen
        return replace(chosen, detail="; ".join(f"{look.watch_url}: {look.detail or look.outcome}" for look in tried))

    async def _look_at(self, watch: Watch) -> Look:
        try:
            page = await self._get(watch)
        except TROUBLE as error:
            busy = retry_after(getattr(error, "retry_after", None), self.clock())
            return Look(_outcome(error), sentence(error), watch.url, retry_after=busy)
        if page.status == HTTPStatus.NOT_MODIFIED:
            return Look("not_modified", None, watch.url, self._kept(page, None), status=page.status)
        if page.status != HTTPStatus.OK:
            busy = retry_after(dict(page.headers).get("retry-after"), self.clock())
            return Look("http_error", f"HTTP {page.status}", watch.url, status=page.status, retry_after=busy)
        return await self._read(page, watch)

    async def _get(self, watch: Watch) -> Page:
        headers = {}
        if self._is_preferred(watch):
            headers = {"If-None-Match": self.validators.etag, "If-Modified-Since": self.validators.last_modified}
        sent = {name: value for name, value in headers.items() if value}
        return page_of(watch.url, await self.fetcher.fetch(watch.url, sent), self.clock())

    async def _read(self, page: Page, watch: Watch) -> Look:
        digest = hashlib.sha256(page.body).hexdigest()
        kept = self._kept(page, digest) if self._is_preferred(watch) else Validators(body_sha256=digest)
        if digest == self.validators.body_sha256:
            return Look("unchanged", None, watch.url, kept, status=page.status)
        try:
            entries = await entries_of(page, watch, self.parsing)
        except (FeedError, ParseTimeout, ParseCrash) as error:
            return Look("unreadable", str(error), watch.url, status=page.status)
        if not entries:
            return Look("empty", f"the {watch.kind} announces nothing", watch.url, kept, status=page.status)
        return Look("ok", None, watch.url, kept, tuple(entries), page.status)

    def _is_preferred(self, watch: Watch) -> bool:
        # Validators are kept for the first way alone: sent to another they could get a 304 for something never seen.
        return watch == self.source.watch[0]

    def _kept(self, page: Page, digest: str | None) -> Validators:
        headers = dict(page.headers)
        return Validators(headers.get("etag"), headers.get("last-modified"), digest)


def _outcome(error: Exception) -> str:
    if isinstance(error, RobotsForbid | RobotsUnreachable) and not isinstance(error, HostUnreachable):
        return "robots"
    if isinstance(error, Refused):
        return "refused"
    return "unreadable" if is_too_large(error) else "unreachable"
