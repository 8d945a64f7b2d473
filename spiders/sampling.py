"""Reading a few announced articles as the service would, to see whether a way of watching is worth taking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.finding import Sample
from crawler.model import Entry, Page, Source
from crawler.pool import ParseCrash, ParseTimeout
from crawler.reading import Bundle, read
from spiders.allowance import BUSY, Asking
from spiders.kinds import Parsing
from spiders.reserving import Reservations
from spiders.trouble import TROUBLE, Spent, sentence, word_of
from stories.model import Article, Drop

_OPENING = 160  # characters of a text that are shown
_HOPELESS = 3  # samples without an article after which the rest is spared, if there is something else to try


@dataclass(frozen=True, slots=True)
class Sampler:
    """Reads samples of one site."""

    asking: Asking
    parsing: Parsing
    reservations: Reservations

    async def samples(self, entries: Sequence[Entry], source: Source, *, has_others: bool) -> list[Sample]:
        """Read as many of `entries` as requests are left. With `has_others` a hopeless way is given up early."""
        found: list[Sample] = []
        for entry in entries:
            if has_others and len(found) == _HOPELESS and all(sample.drop for sample in found):
                break
            try:
                if self.asking.left:
                    await self.reservations.ask(entry.url)
                page = await self.asking.page(entry.url)
                found.append(await self._read(page, entry, source))
            except Spent:
                break
            except TROUBLE as error:
                found.append(_dropped(entry, Drop(word_of(error), sentence(error))))
        return found

    async def _read(self, page: Page, entry: Entry, source: Source) -> Sample:
        if page.status in (401, 403, 451):
            return _dropped(entry, Drop("forbidden", f"HTTP {page.status}"))
        if page.status in BUSY:
            return _dropped(entry, Drop("unreachable", f"HTTP {page.status}"))
        if why := await self.reservations.why(page):
            return _dropped(entry, Drop("reserved", why))
        try:
            article: Article | Bundle | Drop = await self.parsing.run(read, page, entry, source, self.asking.clock())
        except (ParseTimeout, ParseCrash) as error:
            return _dropped(entry, Drop("unreadable", str(error)))
        if isinstance(article, Drop):
            return _dropped(entry, article)
        return _sample(entry, article.articles[0] if isinstance(article, Bundle) else article)


def _sample(entry: Entry, article: Article) -> Sample:
    published = article.published
    return Sample(
        url=entry.url,
        title=article.title or entry.title,
        published_at=published.at if published else None,
        date_origin=str(published.origin) if published else None,
        language=article.language,
        opening=" ".join(article.text.split())[:_OPENING],
    )


def _dropped(entry: Entry, drop: Drop) -> Sample:
    words = f"{drop.reason}: {drop.detail}" if drop.detail else drop.reason
    return Sample(entry.url, entry.title, None, None, None, "", words)
