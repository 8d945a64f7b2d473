"""One visit to a source: look at its feed or list, announce what is there, fetch the pages that are wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from crawler.model import FetchPolicy, Source, Validators, VisitReport
from crawler.ports import Sink
from spiders.fetching import fetching
from spiders.host_memory import HostMemory
from spiders.kinds import Parsing
from spiders.looking import Look, Looker
from spiders.pages import PageFetcher

_OUT_OF_TIME = "the time for a visit was over; what is missing is fetched next time"
DEADLINE = 600.0  # seconds for a whole visit; a host that hangs must not hold up its other sources for ever


async def visit(
    source: Source,
    sink: Sink,
    validators: Validators,
    clock: Callable[[], datetime],
    policy: FetchPolicy,
    parsing: Parsing,
    deadline: float = DEADLINE,
    audit: bool = False,
    memory: HostMemory | None = None,
) -> VisitReport:
    """Visit `source` once and report how it went; trouble of the source is an outcome, never an exception.

    Needs the reactor's loop (spiders.reactor). `validators` are those of the last good visit. Wanted pages are
    fetched also when nothing new is announced; one that is in temporary trouble stays wanted. An `audit` sends no
    validators: whoever only ever hears 304 learns of nothing that hides behind it. Status 200 tells a whole answer.
    With the `memory` of earlier visits a host is not asked for its robots.txt each time.
    """
    async with fetching(policy, source, memory) as fetcher:
        looker = Looker(source, validators, clock, fetcher, parsing, audit)
        pages = PageFetcher(sink, clock, fetcher)
        look = Look("unreachable", f"the visit was ended after {deadline:g} s without an answer", sign="unreachable")
        note: str | None = None
        try:
            async with asyncio.timeout(deadline) as limit:
                look = await looker.look()
                if look.is_good:
                    note = await pages.fetch_all(await sink.announce(look.entries))
        except TimeoutError:
            if not limit.expired():
                raise
            note = _OUT_OF_TIME if look.is_good else None
        return VisitReport(
            source_id=source.id,
            outcome=look.outcome,
            watch_url=look.watch_url or source.watch[0].url,
            validators=look.validators,
            entries=len(look.entries),
            fetched=pages.fetched,
            requests=fetcher.requests,
            status=look.status,
            detail="; ".join(filter(None, (look.detail, note))) or None,
            retry_after=look.retry_after or pages.retry_after,
            sign=look.sign,
            newest=look.measured.newest if look.measured else None,
            moments=look.measured.moments if look.measured else (),
            window=look.measured.window if look.measured else None,
            hint=look.hint,
            moved_to=look.moved_to,
        )
