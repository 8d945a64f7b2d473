"""From a story and a skin to the bytes of a page and what is true of it. Everything follows from the seed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.reading.families import Skin
from tests.reading.invented import Story, stories_in, words_in

PAGES = 12  # of each skin in each of its languages
OTHERS = 20  # stories that a page can point to
_MINUTE = re.compile("[Hhk].*m")


@dataclass(frozen=True, slots=True)
class Truth:
    """What a reader must find on a page."""

    title: str
    text: str
    language: str
    published: datetime
    has_minute: bool  # the page shows the time of day
    author: str | None  # None where the page names nobody


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page, its truth, and which one it is."""

    skin: Skin
    language: str
    number: int  # from 0, among the pages of the skin in the language
    story: str
    url: str
    content_type: str
    body: bytes = field(repr=False)
    truth: Truth = field(repr=False)

    @property
    def key(self) -> str:
        """The name of the page, as the options of quality.py take it."""
        return f"{self.skin.key}/{self.language}/{self.number}"


@dataclass(frozen=True, slots=True)
class Site:
    """The site that a page is on."""

    name: str
    host: str
    url: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another story of the site, as lists beside an article show it."""

    title: str
    lead: str
    url: str
    date: datetime


@dataclass(slots=True)
class Chance:
    """The choices of one page."""

    rng: Random
    locale: str
    formats: Sequence[str]
    said: set[tuple[datetime, str]] = field(default_factory=set)

    def pick(self, among: Sequence[Any], n: int | None = None) -> Any:
        """One of them, or a list of `n` different ones (all, if there are fewer)."""
        return self.rng.choice(among) if n is None else self.rng.sample(list(among), min(n, len(among)))

    def say(self, moment: datetime, n: int) -> str:
        """The moment in the n-th format of the language, counted around."""
        pattern = self.formats[n % len(self.formats)]
        self.said.add((moment, pattern))
        return format_datetime(moment, pattern, tzinfo=moment.tzinfo, locale=self.locale)

    def told_minute(self, moment: datetime) -> bool:
        """Whether the moment was said with its time of day."""
        return any(said == moment and _MINUTE.search(pattern) for said, pattern in self.said)


def pages_of(skin: Skin, language: str, count: int = PAGES, seed: int = 0) -> Iterator[GeneratedPage]:
    """Pages of a skin in a language, each with another story. The first ones do not depend on the count."""
    stories = list(stories_in(language))
    Random(f"{skin.key} {language} {seed}").shuffle(stories)
    for number in range(count):
        yield page_of(skin, language, stories[number % len(stories)], number, seed)


def page_of(skin: Skin, language: str, story: Story, number: int = 0, seed: int = 0) -> GeneratedPage:
    """The page of a story. Raises jinja2.TemplateError for a skin that asks for what nobody wrote."""
    words, rng = words_in(language), Random(f"{skin.key} {language} {story.id} {number} {seed}")
    chance = Chance(rng, words["locale"], words["date_formats"])
    site, mark = _site(words, rng), rng.randrange(10_000, 1_000_000)
    url = _address(skin, site, mark, story.id, story.date)
    others = _others(skin, site, language, story, rng)
    given = {"story": story, "site": site, "others": others, "page": {"url": url, "number": mark}}
    html = _rendered(skin, language, chance, given)
    content_type = "text/html" + rng.choice(("", f"; charset={skin.charset}"))
    body = html.encode(skin.charset, "xmlcharrefreplace")
    truth = _truth(story, language, html, chance)
    return GeneratedPage(skin, language, number, story.id, url, content_type, body, truth)


def _rendered(skin: Skin, language: str, chance: Chance, given: dict[str, Any]) -> str:
    choices = {"say": chance.say, "pick": chance.pick, "rng": chance.rng}
    names = {"words": words_in(language), "lang": language, "charset": skin.charset}
    return _environment(skin.folder).get_template(f"{skin.key}.html").render(**given, **choices, **names)


def _truth(story: Story, language: str, html: str, chance: Chance) -> Truth:
    has_minute = chance.told_minute(story.date) or shows_minute(html, story.date)
    spellings = (escape(story.author), json.dumps(story.author).strip('"'))
    author = story.author if any(each in html for each in spellings) else None
    return Truth(story.title, story.text, language, story.date, has_minute, author)


def shows_minute(html: str, moment: datetime) -> bool:
    """Whether a date with its time of day stands in the markup in figures, in local time or in UTC."""
    digits = re.sub(r"\D+", " ", html)
    spellings = ("%Y %m %d %H %M", "%y %m %d %H %M", "%Y%m%d%H%M", "%d %m %Y %H %M")
    both = (moment, moment.astimezone(UTC))
    return any(each.strftime(spelling) in digits for each in both for spelling in spellings)


@cache
def _environment(folder: Path) -> Environment:
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _site(words: dict[str, Any], rng: Random) -> Site:
    name, host = rng.choice(list(zip(words["site_names"], words["hosts"], strict=True)))
    return Site(name, host, f"https://{host}")


def _address(skin: Skin, site: Site, number: int, slug: str, date: datetime) -> str:
    return site.url + skin.address.format(number=number, slug=slug, date=date)


def _others(skin: Skin, site: Site, language: str, story: Story, rng: Random) -> list[Other]:
    """Other stories, and headlines that have no story of their own."""
    words, rest = words_in(language), [each for each in stories_in(language) if each.id != story.id]
    told = [(each.title, each.lead) for each in rest]
    headlines = [(title, rng.choice(rest).lead) for title in words["related_titles"] + words["most_read_titles"]]
    chosen = rng.sample([*told, *headlines], OTHERS)
    return [_other(skin, site, title, lead, story.date, rng) for title, lead in chosen]


def _other(skin: Skin, site: Site, title: str, lead: str, near: datetime, rng: Random) -> Other:
    date = near - timedelta(minutes=rng.randrange(60, 20_000))
    url = _address(skin, site, rng.randrange(10_000, 1_000_000), f"n{rng.randrange(999)}", date)
    return Other(title, lead, url, date)
