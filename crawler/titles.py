"""The title of an article: the line on which a page, its metadata and what the source announced agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from crawler.article_head import columns
from crawler.labelled_lines import LabelledLines
from crawler.markup import text_of
from crawler.page_links import Links
from crawler.shown_titles import shown_title
from crawler.title_lines import bare, differs, folded, is_beside, is_cut, line_of, part_saying, tells

_LONGEST = 300  # characters of a title
_HEAD = 12  # characters
_MANY = 1000  # headlines on a page
_LEAST = 6  # letters of an announced title that is looked for on the page
_NAMES = 20  # columns of what may be no more than names
_PLACES = (*(f"h{level}" for level in range(1, 7)), "th", "td", "dt", "dd", "p", "div", "span", "strong", "b", "li")


@dataclass(frozen=True, slots=True)
class Told:
    """What calls an article something, as written; None where it does not."""

    declared: Sequence[str | None] = ()  # JSON-LD headline, og:title and <title>, the most trusted first
    headings: Sequence[str] = ()  # of the family's title element, else h1
    own: bool = False  # the heading is the family's title element, and the only one
    announced: str | None = None  # by the feed or the list
    sites: Iterable[str | None] = ()  # names that the site may have
    shown: Sequence[str] = ()  # what the page shows as a headline, the most trusted first; no part of a path
    lines: LabelledLines | None = None  # of the page, to look for a title that nothing else tells
    labels: Sequence[str] = ()  # words that stand before a title


def title_of(told: Told, tree: HtmlElement, url: str) -> str | None:
    """Return the title of the page at `url`, names of the site and of sections taken off; None without one.

    What the source announced decides between the page's lines, and stands in where the page has only names.
    """
    names = {folded(name) for name in told.sites if name}
    metadata, page = _lines(told.declared[:2], names), _lines(told.declared[2:], names)
    headlines = [folded(line) for line in told.shown]
    headings, links = _lines(told.headings, names), Links(tree, url)
    choice = _Choice(metadata, page, headings, told.own, line_of(told.announced), names, links, headlines)
    lines = choice.lines()
    agreed = [line for line in lines if choice.is_announced(line)]
    shown = _shown(tree, choice.announced) if choice.announced and not agreed else None
    best = shown or max(agreed or lines, key=choice.rank, default=None)
    return best if agreed or shown or told.lines is None else _above_text(told, told.lines, choice, best)


def _above_text(told: Told, lines: LabelledLines, choice: _Choice, best: str | None) -> str | None:
    """Return the line that stands as a title above the text, where the best one is only names or has names in it."""
    whole, heads = folded(best or ""), {folded(heading) for heading in told.headings}
    declared = [folded(line) for line in choice.declared]
    is_in_page = any(whole in line for line in declared) and (told.own or columns(best or "") >= _NAMES)
    if (choice.is_told and heads) or (is_in_page and whole in heads):
        return best
    found = shown_title(lines, told.labels, declared, heads if told.own else set(), choice.is_section)
    return found if found and (not choice.is_told or whole.endswith(folded(found))) else best


@dataclass(frozen=True)
class _Choice:
    """The lines between which the choice is, and what speaks for each."""

    metadata: Sequence[str]
    page: Sequence[str]
    headings: Sequence[str]
    own: bool
    announced: str | None
    names: set[str]
    links: Links
    shown: Sequence[str]

    @property
    def declared(self) -> list[str]:
        """What metadata and the page call it, as written."""
        return [*self.metadata, *self.page]

    @cached_property
    def stripped(self) -> list[str]:
        """What the metadata calls it, in their own spelling, without what is the site's."""
        return [self._of_site_freed(line) for line in self.metadata]

    def lines(self) -> list[str]:
        """Return the lines that may be the title, the most trusted first."""
        page = [_heading_in(line, self._whole) or bare(line, self.is_name) for line in self.page]
        announced = [self.announced] if self.announced else ()
        return list(dict.fromkeys([*self.stripped, *page, *self.headings, *announced]))

    def rank(self, line: str) -> tuple[bool, bool, bool, int]:
        """Return what speaks for a line, the strongest first."""
        own = self.own and any(tells(heading, line) for heading in self.headings)
        known = self.is_announced(line) or not self.is_named(line)
        return known, not is_cut(line), own, self._as_shown(line)

    def _of_site_freed(self, line: str) -> str:
        heading = _heading_in(line, self._whole)
        return (part_saying(line, heading) or heading) if heading else bare(line, self.is_name)

    @cached_property
    def _whole(self) -> list[str]:
        return [line for line in self.headings if not is_cut(line) and not self.links.lead_elsewhere(line)]

    def _as_shown(self, line: str) -> int:
        """Return the more the earlier the page shows what the metadata says."""
        return -self.shown.index(folded(line)) if line in self.stripped and folded(line) in self.shown else -_MANY

    def is_announced(self, line: str) -> bool:
        """Tell whether a line was announced and the page says it."""
        shown = any(tells(witness, line) for witness in (*self.declared, *self.headings))
        return shown and self.announced is not None and tells(self.announced, line)

    def is_named(self, line: str) -> bool:
        """Tell whether a whole line is the name of the site or of a section, by what stands beside it."""
        if self.announced is not None and differs(line, self.announced):
            return True
        beside = (whole for whole in self.declared for heading in self.headings if is_beside(line, heading, whole))
        return self.links.lead_elsewhere(line) or any(beside)

    @property
    def is_told(self) -> bool:
        """Whether the metadata says more than names."""
        shown = {folded(line) for line in (*self.headings, *self.shown)}
        told = (line for line in self.stripped if columns(line) >= _NAMES or folded(line) in shown)
        return any(not self.is_named(line) for line in told)

    def is_section(self, line: str) -> bool:
        """Tell whether a whole line is a name of the site, or what a menu calls a section."""
        return folded(line) in self.names or self.links.lead_elsewhere(line)

    def is_name(self, part: str) -> bool:
        """Tell whether a part of a line is the name of the site or of a section."""
        name = folded(part)
        return name in self.names or not name or self.links.lead_elsewhere(part) or self.links.are_of(part)


def _lines(texts: Iterable[str | None], names: set[str]) -> list[str]:
    return [line for line in map(line_of, texts) if line and folded(line) not in names]


def _heading_in(line: str, headings: Iterable[str]) -> str | None:
    """Return the heading that makes up most of the line: the rest of the line is the site's."""
    whole = folded(line)
    fitting = (head for head in headings if folded(head) in whole and len(head) * 2 >= len(line))
    return max(fitting, key=len, default=None)


def _shown(tree: HtmlElement, announced: str) -> str | None:
    """Return the shortest line of the page, outside links, that is what was announced, or what it was cut from."""
    wanted, cut = folded(announced), is_cut(announced)
    if len(wanted) < _LEAST:
        return None
    starting = (node for node in tree.iter(*_PLACES) if _begins(node.text or "", wanted))
    lines = [text_of(node) for node in starting if not any(above.tag == "a" for above in node.iterancestors())]
    fitting = [line for line in lines if len(line) <= _LONGEST and not is_cut(line)]
    fitting = [line for line in fitting if folded(line) == wanted or (cut and folded(line).startswith(wanted))]
    return min(fitting, key=len, default=None)


def _begins(text: str, wanted: str) -> bool:
    """Tell whether a text begins as what is wanted does; most of a page's do not, so little is looked at."""
    head = folded(text.lstrip()[:_HEAD])
    return bool(head) and wanted.startswith(head[: len(wanted)])
