"""The first page of a search: robots.txt, redirects, pages that only lead on, and sites that do not let us in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus

from crawler.discovery.answers import Refusal, refusal
from crawler.discovery.homepage import Homepage, read_homepage
from crawler.finding import Tried
from crawler.hosts import is_one_site
from crawler.model import Page
from crawler.pool import ParseCrash, ParseTimeout
from crawler.signs import Sign, as_sentence, sign_of
from spiders.allowance import BUSY, Asking
from spiders.kinds import Parsing
from spiders.trouble import TROUBLE, RobotsForbid, RobotsUnreachable, sentence, word_of

_PASSING = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, *BUSY)
_MOST_FORWARDS = 2  # by scripts, refreshes and frames; redirects are Scrapy's


@dataclass(frozen=True, slots=True)
class Entered:
    """The page that a homepage's address led to, and what was seen on the way; without `page` why not."""

    home: Homepage
    tried: tuple[Tried, ...] = ()
    page: Page | None = None
    refusal: Refusal | None = None


async def enter(
    url: str, asking: Asking, parsing: Parsing, progress: Callable[[str], None], forwards: int = _MOST_FORWARDS
) -> Entered:
    """Fetch the homepage at `url`, and read it as far as it is a page: it may be a file or a feed, too.

    A page that only leads on is followed, `forwards` times at most.
    """
    progress(f"robots.txt, then {url}")
    page = await _page(url, asking, parsing)
    if isinstance(page, Entered):
        return page
    home = await _home(page, parsing)
    if home is None:
        return _outside(
            "homepage", page.final_url, "nothing", f"{page.final_url} breaks the parser or takes too long"
        )
    if not home.forward or not forwards or not is_one_site(home.forward, page.final_url):
        return Entered(home, page=page)
    entered = await enter(home.forward, asking, parsing, progress, forwards - 1)
    leads_on = Tried("homepage", page.final_url, True, f"Leads on to {home.forward}.")
    return replace(entered, tried=(leads_on, *entered.tried))


async def _page(url: str, asking: Asking, parsing: Parsing) -> Page | Entered:
    try:
        page = await asking.page(url)
    except TROUBLE as error:
        return _kept_out(url, error)
    if page.status == HTTPStatus.OK:
        return page
    try:
        sign = await parsing.run(sign_of, page, "listing", 0)
    except (ParseTimeout, ParseCrash):
        sign = None
    passes = page.status >= HTTPStatus.INTERNAL_SERVER_ERROR or page.status in _PASSING
    sign = sign or Sign("unreachable" if passes else "unreadable", f"HTTP {page.status}")
    return _outside("homepage", page.final_url, sign.word, f"{page.final_url}: {sign.sentence}")


async def _home(page: Page, parsing: Parsing) -> Homepage | None:
    try:
        home: Homepage = await parsing.run(read_homepage, page.body, page.final_url, page.content_type)
    except (ParseTimeout, ParseCrash):
        return None
    return home


def _kept_out(url: str, error: Exception) -> Entered:
    kind = "robots" if isinstance(error, RobotsForbid | RobotsUnreachable) else "homepage"
    word = word_of(error)
    # A robots.txt in trouble forbids everything for now: that passes, unlike one that says so.
    passes = isinstance(error, RobotsUnreachable) and word == "robots"
    return _outside(kind, url, "unreachable" if passes else word, sentence(error))


def _outside(kind: str, url: str, word: str, why: str) -> Entered:
    return Entered(Homepage(url), (Tried(kind, url, False, as_sentence(why)),), refusal=refusal(word, why))
