"""How exactly generated pages are read: a score for each page, figures for each group of pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import mean

from bench.reading import f1, shingles
from crawler.identity import identity_of
from crawler.model import Entry, Page, Source, Watch
from crawler.reading import Bundle, read
from stories.model import Article, Drop
from tests.reading.families import PARTS, Skin
from tests.reading.invented import words_in
from tests.reading.pages import PAGES, GeneratedPage, pages_of

FIELDS = ("text", "title", "day", "minute", "author", "language")
NOW = datetime(2027, 1, 1, tzinfo=UTC)  # after all of the stories
FAILED = "raised"  # how the drop of a page begins at which the reader failed
Reader = Callable[[Page, Entry, Source, datetime], Article | Bundle | Drop]
Figures = Mapping[str, Mapping[str, float]]  # by group ("held_out.family.xe"), then by field


@dataclass(frozen=True, slots=True)
class Score:
    """How one page was read."""

    skin: Skin
    language: str
    number: int
    key: str
    story: str
    precision: float  # of the text, in shingles
    recall: float
    right: Mapping[str, bool]  # by field, without those the page does not show
    found: str = field(repr=False)  # what was found, in one line; not shown, the page may be held out
    lost: tuple[str, ...] = field(repr=False)  # lines of the story that were not found
    extra: tuple[str, ...] = field(repr=False)  # lines that are none of the story

    @property
    def failure(self) -> str | None:
        """What the reader raised at the page, which it never should."""
        return self.found.removeprefix(FAILED).strip() if self.found.startswith(FAILED) else None

    @property
    def groups(self) -> tuple[str, str, str]:
        """The groups that the page counts in."""
        part = self.skin.part
        return f"{part}.all", f"{part}.language.{self.language}", f"{part}.family.{self.skin.family}"


def score(page: GeneratedPage, reader: Reader = read) -> Score:
    """Read a page as the service would, without a feed's help and without knowing its software, and judge it."""
    found = _read(page, reader)
    article = found if isinstance(found, Article) else Article(page.url, None, _text(found))
    overlap = _overlap(page.truth.text, article.text)
    right = dict(_judged(page, article))
    said = f"{found.reason} {found.detail or ''}".strip() if isinstance(found, Drop) else _line(article)
    lines = (page.truth.text.splitlines(), article.text.splitlines())
    lost, extra = (tuple(line for line in one if line not in other) for one, other in (lines, lines[::-1]))
    which = (page.skin, page.language, page.number, page.key, page.story)
    return Score(*which, *overlap, right, said, lost, extra)


def scores_of(skins: Iterable[Skin], count: int = PAGES, reader: Reader = read) -> list[Score]:
    """The scores of `count` pages of each skin in each of its languages."""
    return [score(page, reader) for skin in skins for each in skin.languages for page in pages_of(skin, each, count)]


def scores_in_parallel(skins: Iterable[Skin], processes: int = 2) -> Iterator[list[Score]]:
    """The same as `scores_of`, a skin at a time, in several processes."""
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(scores_of, [[skin] for skin in skins])


def first_of(scores: Iterable[Score]) -> list[Score]:
    """The scores of one page of each skin in each of its languages: what the fast part measures."""
    return [each for each in scores if each.number == 0]


def figures(scores: Iterable[Score]) -> dict[str, dict[str, float]]:
    """By group and field: F1 of mean precision and recall of the text, else the share of pages that are right."""
    grouped = defaultdict(list)
    for each in scores:
        for group in each.groups:
            grouped[group].append(each)
    order = [f"{part}.{kind}" for part in PARTS for kind in ("language", "family", "all")]
    named = sorted(grouped, key=lambda group: (order.index(".".join(group.split(".")[:2])), group))
    return {group: _row(grouped[group]) for group in named}


def _row(scores: Sequence[Score]) -> dict[str, float]:
    judged = {name: [each.right[name] for each in scores if name in each.right] for name in FIELDS}
    shares = {name: mean(values) for name, values in judged.items() if values}
    return {"text": f1([(each.precision, each.recall) for each in scores]), **shares}


def _read(page: GeneratedPage, reader: Reader) -> Article | Bundle | Drop:
    try:
        return reader(_fetched(page), Entry(page.url, identity_of(page.url)), _source(page), NOW)
    except Exception as error:  # whatever it is, the other pages are measured
        return Drop(FAILED, f"{type(error).__name__}: {error}")


def _fetched(page: GeneratedPage) -> Page:
    return Page(page.url, page.url, 200, (("content-type", page.content_type),), page.body, NOW)


def _source(page: GeneratedPage) -> Source:
    words, home = words_in(page.language), page.url.partition("://")[2].partition("/")[0]
    watch = (Watch("feed", f"https://{home}/feed"),)
    return Source("generated", home, f"https://{home}/", words["country"], words["timezone"], watch)


def _text(found: Bundle | Drop) -> str:
    """A drop has no text: what the page says is lost."""
    return "\n".join(article.text for article in found.articles) if isinstance(found, Bundle) else ""


def _overlap(true_text: str, found_text: str) -> tuple[float, float]:
    true, found = shingles(true_text), shingles(found_text)
    hits = (true & found).total()
    return hits / max(1, found.total()), hits / max(1, true.total())


def _judged(page: GeneratedPage, found: Article) -> Iterator[tuple[str, bool]]:
    truth, at = page.truth, found.published.at if found.published else None
    yield "title", _plain(found.title) == _plain(truth.title)
    yield "day", at is not None and at.astimezone(truth.published.tzinfo).date() == truth.published.date()
    if truth.has_minute:
        yield "minute", at is not None and abs((at - truth.published).total_seconds()) < 60
    if truth.author:
        yield "author", _name(found.author, words_in(page.language)["author_titles"]) == truth.author
    yield "language", found.language == truth.language


def _plain(title: str | None) -> str:
    return " ".join((title or "").split())


def _name(author: str | None, titles: Sequence[str]) -> str:
    """The author without what stands before or behind a name: "By", "기자"."""
    name = _plain(author)
    for title in sorted(titles, key=len, reverse=True):
        name = name.removeprefix(title).removesuffix(title).strip()
    return name


def _line(found: Article) -> str:
    return f"{found.title} | {found.published.at if found.published else None} | {found.author} | {found.language}"
