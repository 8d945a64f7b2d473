"""Does once what jobs do in the parsing children, so that the first job of a child does not pay for loading."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.model import Entry, Page, Source, Watch
from scheduler.assess import assess
from spiders.kinds import read_watched
from stories.facts import facts
from stories.judge import judge
from stories.languages import supported
from stories.model import Article

_URL = "http://localhost/"
_SOURCE = Source("warm", "Warm", _URL, "ZZ", "UTC", (Watch("feed", _URL),))
_TEXT = "One sentence of a page that nobody sends."
_PAGE = f"<html><body><article><h1>Title</h1>{f'<p>{_TEXT}</p>' * 20}</article></body></html>"
_FEED = f"<rss><channel><item><title>Title</title><link>{_URL}</link></item></channel></rss>"


def warm() -> None:
    """Read a page and a feed, and judge a text in each language: parsers, CMS and language files are loaded then."""
    now = datetime.now(UTC)
    assess(_page(_PAGE, now), Entry(_URL, _URL), _SOURCE, now)
    read_watched(_page(_FEED, now), _SOURCE.watch[0], "UTC", now)
    for language in supported():
        article = Article(_URL, "Title", _TEXT, language=language)
        facts(article, judge(article))


def _page(text: str, now: datetime) -> Page:
    return Page(_URL, _URL, 200, (), text.encode(), now)
