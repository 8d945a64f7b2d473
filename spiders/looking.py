"""Looking at a source: its ways of watching are tried in order until one of them works."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus

from crawler.entries import Announced, FeedError
from crawler.model import Entry, Page, Source, Validators, Watch
from crawler.pool import ParseCrash, ParseTimeout
from crawler.retry_after import retry_after
from crawler.sitemaps import newest_first
from spiders.fetching import Fetcher, page_of
from spiders.kinds import Parsing, address_of, announced_by
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

    async def _look_at(self, watch: Watch, is_part: bool = False) -> Look:
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
        return await self._read(page, watch, is_part)

    async def _get(self, watch: Watch) -> Page:
        headers = {}
        if self._is_preferred(watch):
            headers = {"If-None-Match": self.validators.etag, "If-Modified-Since": self.validators.last_modified}
        sent = {name: value for name, value in headers.items() if value}
        return page_of(watch.url, await self.fetcher.fetch(address_of(watch), sent), self.clock())

    async def _read(self, page: Page, watch: Watch, is_part: bool) -> Look:
        digest = hashlib.sha256(page.body).hexdigest()
        kept = self._kept(page, digest) if self._is_preferred(watch) else Validators(body_sha256=digest)
        if digest == self.validators.body_sha256:
            return Look("unchanged", None, watch.url, kept, status=page.status)
        try:
            found = await announced_by(page, watch, self.parsing)
            if found.sitemaps and is_part:
                raise FeedError("an index that an index names is not followed; watch it instead")
            if found.sitemaps:
                return await self._follow(Look("ok", None, watch.url, kept, status=page.status), found, watch)
        except (FeedError, ParseTimeout, ParseCrash) as error:
            return Look("unreadable", str(error), watch.url, status=page.status)
        return _found(Look("ok", None, watch.url, kept, status=page.status), found.entries, watch)

    async def _follow(self, index: Look, found: Announced, watch: Watch) -> Look:
        """Look at the sitemaps that an index names. One that cannot be read now is asked for again next time."""
        parts: list[Look] = []
        for url in found.sitemaps:
            part = await self._look_at(replace(watch, url=url), is_part=True)
            parts.append(part)
            if part.retry_after or part.status in _BUSY:  # what the others announced is announced next time
                return replace(part, watch_url=watch.url, detail=_troubles(parts))
        if not any(part.is_good for part in parts):
            return replace(parts[0], watch_url=watch.url, detail=_troubles(parts))
        kept = _kept_of_all([index, *parts])
        if kept.body_sha256 and kept == self.validators:
            return Look("unchanged", None, watch.url, kept, status=index.status)
        entries = await self.parsing.run(newest_first, [entry for part in parts for entry in part.entries])
        return _found(replace(index, detail=_troubles(parts), validators=kept), entries, watch)

    def _is_preferred(self, watch: Watch) -> bool:
        # Validators are kept for the first way alone: sent to another they could get a 304 for something never seen.
        return watch == self.source.watch[0]

    def _kept(self, page: Page, digest: str | None) -> Validators:
        headers = dict(page.headers)
        return Validators(headers.get("etag"), headers.get("last-modified"), digest)


def _found(look: Look, entries: Sequence[Entry], watch: Watch) -> Look:
    if entries:
        return replace(look, entries=tuple(entries))
    return replace(look, outcome="empty", detail=look.detail or f"the {watch.kind} announces nothing")


def _troubles(parts: Sequence[Look]) -> str | None:
    return "; ".join(f"{part.watch_url}: {part.detail}" for part in parts if not part.is_good) or None


def _kept_of_all(looks: Sequence[Look]) -> Validators:
    """Keep one hash of an index and its sitemaps, if all were read: an index may stay the same when they change."""
    hashes = [look.validators.body_sha256 for look in looks]
    if not all(hashes):
        return Validators()
    return Validators(body_sha256=hashlib.sha256("".join(map(str, hashes)).encode()).hexdigest())


def _outcome(error: Exception) -> str:
    if isinstance(error, RobotsForbid | RobotsUnreachable) and not isinstance(error, HostUnreachable):
        return "robots"
    if isinstance(error, Refused):
        return "refused"
    return "unreadable" if is_too_large(error) else "unreachable"
