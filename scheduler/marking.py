"""What a person says about an article becomes a mark with its text; where none is stored, its page is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.pool import ParseCrash, ParseTimeout, ParsingPool
from crawler.reading import Bundle, read
from db.connection import Connection
from db.markable import Markable, MarkedText, item_at, item_of_story, page_of, text_of
from db.marks import add_mark
from db.sources import find_source
from scheduler.errors import UsageError
from stories.model import Article, Dated, DatePrecision, Drop

_DAYS = (DatePrecision.DAY, DatePrecision.MONTH)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of an article: whether it is a partnership story, and a word on it."""

    keep: bool
    note: str | None = None


async def mark_each(conn: Connection, wanted: Sequence[int | str], said: Said, now: datetime) -> list[Markable]:
    """Mark stories, named by their ids, and articles, named by their addresses: all of them or none.

    A story is marked by its first article. Raises UsageError for what is not known, or has no text to be stored.
    """
    async with conn.transaction():
        return [await _mark(conn, await _found(conn, each), said, now) for each in wanted]


async def _found(conn: Connection, wanted: int | str) -> Markable:
    found = await (item_at(conn, wanted) if isinstance(wanted, str) else item_of_story(conn, wanted))
    if found is None and isinstance(wanted, str):
        raise UsageError(
            f"no source has announced {wanted}; `pactwatch stories list --json` and"
            " `pactwatch status --drops 100 --json` show the addresses that are known"
        )
    if found is None:
        raise UsageError(f"no story {wanted}; `pactwatch stories list --all` shows them")
    return found


async def _mark(conn: Connection, item: Markable, said: Said, now: datetime) -> Markable:
    text = await text_of(conn, item.id) or _kept(await _read_again(conn, item, now))
    await add_mark(conn, item.id, said.keep, said.note, text, now)
    return item


def _kept(article: Article) -> MarkedText:
    published = _iso(article.published) if article.published else None
    return MarkedText(article.url, article.title, article.text, article.language, published)


def _iso(published: Dated) -> str:
    return (published.at.date() if published.precision in _DAYS else published.at).isoformat()


async def _read_again(conn: Connection, item: Markable, now: datetime) -> Article:
    """The article of an item, from its stored page. Raises UsageError."""
    fetched = await page_of(conn, item.id)
    source = await find_source(conn, fetched.source_id) if fetched else None
    if fetched is None or source is None:
        raise UsageError(_no_page(item))
    try:
        async with ParsingPool(workers=1) as pool:
            found = await pool.run(read, fetched.page, fetched.entry, source[0], now)
    except (ParseTimeout, ParseCrash) as error:
        raise UsageError(f"{item.url} cannot be read: {error}") from error
    return _article(found, item)


def _no_page(item: Markable) -> str:
    if item.verdict == "announced":
        return f"{item.url} has been announced but not fetched yet: mark it when it has been read"
    return (
        f"{item.url} ({item.verdict}) has no stored page, so there is nothing to learn from: pages are kept for"
        " `page_days` days (pactwatch.toml), and what may not or could not be fetched has none"
    )


def _article(found: Article | Bundle | Drop, item: Markable) -> Article:
    if isinstance(found, Drop):
        why = f"{found.reason}: {found.detail}" if found.detail else found.reason
        raise UsageError(f"{item.url} is no article ({why}): it has no text that could be learned from")
    if isinstance(found, Article):
        return found
    if item.part is None or item.part > len(found.articles):
        titles = "; ".join(f"#{place} {each.title}" for place, each in enumerate(found.articles, 1))
        raise UsageError(f"{item.url} holds several articles, put the number of one behind the address: {titles}")
    return found.articles[item.part - 1]
