"""Looking at a source: its ways of watching are tried in order until one of them works."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from itertools import takewhile

from scrapy.http import Response

from crawler.measuring import Measured, hint
from crawler.model import Entry, Page, Source, Validators, Watch
from crawler.pool import ParseCrash, ParseTimeout
from crawler.retry_after import retry_after
from crawler.signs import Sign, sign_of
from spiders.fetching import Fetcher, page_of
from spiders.kinds import Parsing, Reading, address_of, put_together, read_watched
from spiders.reserving import reserved_by
from spiders.trouble import TROUBLE, sentence, word_of

_GOOD = ("ok", "not_modified", "unchanged", "empty")
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_PASSING = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, *_BUSY)
_MOVED = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)


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
    sign: str | None = None
    measured: Measured | None = None
    hint: float | None = None
    moved_to: str | None = None

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
    """Looks at one source once. An `audit` asks for whole answers: validators may lie."""

    source: Source
    validators: Validators
    clock: Callable[[], datetime]
    fetcher: Fetcher
    parsing: Parsing
    audit: bool = False

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
        said = "; ".join(f"{look.watch_url}: {look.detail or look.outcome}" for look in tried)
        is_switch = chosen.sign == "ok" and chosen is not tried[0]
        return replace(chosen, detail=said, sign="switched" if is_switch else chosen.sign)

    async def _look_at(self, watch: Watch, is_part: bool = False) -> Look:
        asked = self._conditions(watch)
        try:
            response = await self.fetcher.fetch(address_of(watch), asked)
        except TROUBLE as error:
            busy = retry_after(getattr(error, "retry_after", None), self.clock())
            return Look(_outcome(error), sentence(error), watch.url, retry_after=busy, sign=word_of(error))
        page = page_of(watch.url, response, self.clock())
        look = Look("ok", None, watch.url, status=page.status, moved_to=moved_to(response), sign="ok")
        if page.status == HTTPStatus.NOT_MODIFIED and asked:
            wish = hint(dict(page.headers), b"", self.clock())
            return replace(look, outcome="not_modified", validators=_kept(page, None), hint=wish, sign=None)
        if page.status != HTTPStatus.OK:
            return await self._fail(look, page, watch)
        if why := reserved_by(page, self.fetcher.policy):
            return _unreadable(look, why, "reserved")
        return await self._read(look, page, watch, is_part)

    def _conditions(self, watch: Watch) -> dict[str, str]:
        """Return the headers that allow the answer 304 (RFC 9110 section 13)."""
        if self.audit or not self._is_preferred(watch):
            return {}
        headers = {"If-None-Match": self.validators.etag, "If-Modified-Since": self.validators.last_modified}
        return {name: value for name, value in headers.items() if value}

    async def _fail(self, look: Look, page: Page, watch: Watch) -> Look:
        sign: Sign | None
        try:
            sign = await self.parsing.run(sign_of, page, watch.kind, 0)
        except (ParseTimeout, ParseCrash):
            sign = None
        passes = page.status >= HTTPStatus.INTERNAL_SERVER_ERROR or page.status in _PASSING
        return replace(
            look,
            outcome="http_error",
            detail=sign.sentence if sign else f"HTTP {page.status}",
            sign=sign.word if sign else "unreachable" if passes else "unreadable",
            retry_after=retry_after(dict(page.headers).get("retry-after"), self.clock()),
        )

    async def _read(self, look: Look, page: Page, watch: Watch, is_part: bool) -> Look:
        digest = hashlib.sha256(page.body).hexdigest()
        is_same = digest == self.validators.body_sha256
        look = replace(look, validators=self._validators(page, watch, digest, is_same))
        if is_same and not self.audit:
            return replace(look, outcome="unchanged", sign=None)
        try:
            read: Reading = await self.parsing.run(read_watched, page, watch, self.source.timezone, self.clock())
        except (ParseTimeout, ParseCrash) as error:
            return _unreadable(look, str(error))
        if read.announced.sitemaps and is_part:
            return _unreadable(look, "an index that an index names is not followed; watch it instead")
        if read.announced.sitemaps:
            return await self._follow(replace(look, hint=read.hint), read.announced.sitemaps, watch)
        found = _found(look, read, watch)
        return replace(found, outcome="unchanged", entries=()) if is_same and found.outcome == "ok" else found

    async def _follow(self, index: Look, sitemaps: Sequence[str], watch: Watch) -> Look:
        """Look at the sitemaps that an index names. One that cannot be read now is asked for again next time."""
        parts: list[Look] = []
        for url in sitemaps:
            part = await self._look_at(replace(watch, url=url), is_part=True)
            parts.append(part)
            if part.retry_after or part.status in _BUSY:  # what the others announced is announced next time
                return replace(part, watch_url=watch.url, detail=_troubles(parts))
        if not any(part.is_good for part in parts):
            return replace(parts[0], watch_url=watch.url, detail=_troubles(parts))
        kept = _kept_of_all([index, *parts])
        if kept.body_sha256 and kept == self.validators:
            return replace(index, outcome="unchanged", validators=kept, sign="ok" if self.audit else None)
        announced = [entry for part in parts for entry in part.entries]
        try:
            read: Reading = await self.parsing.run(put_together, announced, self.source.timezone, self.clock())
        except (ParseTimeout, ParseCrash) as error:
            return _unreadable(index, str(error))
        return _found(replace(index, detail=_troubles(parts), validators=kept), replace(read, hint=index.hint), watch)

    def _is_preferred(self, watch: Watch) -> bool:
        # Validators are kept for the first way alone: sent to another they could get a 304 for something never seen.
        return watch == self.source.watch[0]

    def _validators(self, page: Page, watch: Watch, digest: str, is_same: bool) -> Validators:
        """Return what is worth sending next time: not what stayed the same when the body did not."""
        kept = _kept(page, digest)
        old = replace(kept, body_sha256=self.validators.body_sha256)
        lies = self.audit and not is_same and old == self.validators and old.body_sha256 is not None
        return kept if self._is_preferred(watch) and not lies else Validators(body_sha256=digest)


def moved_to(response: Response) -> str | None:
    """Return where permanent redirects (301, 308) led from the address that was asked for; None if they did not."""
    meta = response.request.meta if response.request else {}
    hops = takewhile(_MOVED.__contains__, meta.get("redirect_reasons", ()))
    count = sum(1 for _ in hops)
    return [*meta.get("redirect_urls", ()), response.url][count] if count else None


def _kept(page: Page, digest: str | None) -> Validators:
    headers = dict(page.headers)
    return Validators(headers.get("etag"), headers.get("last-modified"), digest)


def _found(look: Look, read: Reading, watch: Watch) -> Look:
    """Put into a look what was read: a list that is empty for a reason is not read."""
    look = replace(look, measured=read.measured, hint=read.hint)
    entries, sign = read.announced.entries, read.sign
    if read.trouble or (sign and not entries):
        words = "; ".join(filter(None, (read.trouble, sign.sentence if sign else None)))
        return _unreadable(look, words, sign.word if sign else "unreadable")
    if not entries:
        words = look.detail or f"the {watch.kind} announces nothing"
        return replace(look, outcome="empty", detail=words, sign="empty")
    detail = "; ".join(filter(None, (look.detail, sign.sentence if sign else None))) or None
    return replace(look, entries=entries, detail=detail, sign=sign.word if sign else "ok")


def _unreadable(look: Look, detail: str, word: str = "unreadable") -> Look:
    return replace(look, outcome="unreadable", detail=detail, sign=word, validators=Validators())


def _troubles(parts: Sequence[Look]) -> str | None:
    return "; ".join(f"{part.watch_url}: {part.detail}" for part in parts if not part.is_good) or None


def _kept_of_all(looks: Sequence[Look]) -> Validators:
    """Keep one hash of an index and its sitemaps, if all were read: an index may stay the same when they change."""
    hashes = [look.validators.body_sha256 for look in looks]
    if not all(hashes):
        return Validators()
    return Validators(body_sha256=hashlib.sha256("".join(map(str, hashes)).encode()).hexdigest())


def _outcome(error: Exception) -> str:
    word = word_of(error)
    return "unreachable" if word == "tls" else word
