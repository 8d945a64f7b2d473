"""What a response to a look at a source shows of the source's health. The words are those of docs/health.md."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path

from lxml.html import HtmlElement

from crawler.cms import Patterns, cms_named
from crawler.decoding import decode
from crawler.markup import LONGEST, text_of, too_complex, tree_of
from crawler.model import Page
from crawler.refusals import home_instead, not_html
from crawler.text_weight import DENSE

_SMALL = 400  # letters: a page with more text is a page of its own, in which the words may mean anything
_TINY = 80  # letters: a page with less says nothing
_LONGEST = 10_000  # characters that words are searched in
_FEW_LINKS = 3
_TITLE = 8  # characters of a link that may be a title
_FORBIDDEN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED)
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_FILE = re.compile(r"\.(hwpx?|pdf|docx?|xlsx?|pptx?|zip)\b|download|fileDown|atchFile", re.IGNORECASE)
_ALERT = re.compile(r"""alert\s*\(\s*(["'])(.{1,300}?)\1""", re.DOTALL)
_ELSEWHERE = re.compile(r"history\.(back|go)|location\s*(\.(href|replace|assign))?\s*[(=]", re.IGNORECASE)
_REPLACED = "\ufffd"
_MOST_REPLACED = 0.1  # of the letters beyond ASCII; some damaged bytes are no mojibake
_MOST_TWICE = 0.3
_LEAST = 8  # letters beyond ASCII that are looked at at least
_LATER = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"  # bytes 0x80 to 0xBF, as Latin-1 and as Windows-1252
_TWICE = re.compile(f"[\u00c2-\u00df]{_LATER}|[\u00e0-\u00ef]{_LATER}{{2}}|[\u00f0-\u00f4]{_LATER}{{3}}")


@dataclass(frozen=True, slots=True)
class Sign:
    """A word of docs/health.md and what was seen, in one sentence."""

    word: str
    sentence: str


_BROKEN = Sign("mojibake", "the text arrives with broken letters: it was encoded wrongly before it was sent")


def sign_of(page: Page, kind: str, entries: int) -> Sign | None:
    """Tell what the answer to a look shows beside its `entries`; None if nothing is wrong with it.

    `kind` is the kind of watching. What a page says is asked only when it announces nothing: a list of articles may
    speak of anything.
    """
    text = decode(page.body, page.content_type)[:LONGEST]
    if page.status != HTTPStatus.OK:
        return _refused(page, text)
    if entries:
        return _BROKEN if kind != "sitemap" and is_mojibake(text) else None  # a sitemap may be gzipped
    if home_instead(page.url, page.final_url):
        return Sign("soft_404", f"the server sent its home page ({page.final_url}) instead")
    other = not_html(page.body, page.content_type)
    if other:
        return Sign("unreadable", f"not a web page: {other.detail}") if kind == "listing" else None
    return _BROKEN if is_mojibake(text) else _shown(text, kind)


def is_mojibake(text: str) -> bool:
    """Tell whether much of a text is U+FFFD, or UTF-8 that was read as Latin-1 or Windows-1252 on its way."""
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if foreign < _LEAST:
        return False
    twice = sum(map(len, _TWICE.findall(text)))
    return text.count(_REPLACED) > _MOST_REPLACED * foreign or twice > _MOST_TWICE * foreign


def _refused(page: Page, text: str) -> Sign | None:
    """Tell why an answer is no page; None for trouble that passes."""
    said = _Said.of(text)
    words = _words()
    if page.status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS or said.means(words["geo"]):
        return Sign("geo", f"HTTP {page.status}: the site does not answer this country or network")
    if page.status in _FORBIDDEN or "cf-mitigated" in dict(page.headers) or said.means(words["blocked"]):
        return Sign("blocked", f"HTTP {page.status}: the site does not let programs in")
    if page.status in _GONE:
        return Sign("gone", f"HTTP {page.status}")
    return None


def _shown(text: str, kind: str) -> Sign | None:
    """Tell what an HTML page says that announces nothing."""
    said = _Said.of(text)
    words, generic = _words(), cms_named("generic")
    if said.means(words["geo"]):
        return Sign("geo", f"the site does not answer this country or network: '{said.quote}'")
    if said.means(words["blocked"]):
        return Sign("blocked", f"the site does not let programs in: '{said.quote}'")
    if said.is_small and (said.asks_password or said.is_about(generic.refuse_login)):
        return Sign("login", f"the page asks for a login: '{said.quote}'")
    if said.means(generic.refuse_soft_404) or _hits(generic.refuse_soft_404, said.title):
        return Sign("soft_404", f"the page says that nothing is there: '{said.quote}'")
    if said.is_about(generic.refuse_consent, least=3):
        return Sign("consent", f"the page asks for consent to cookies first: '{said.quote}'")
    return _without_words(said, generic.refuse_needs_js) or (_files_only(said) if kind == "listing" else None)


def _without_words(said: _Said, needs_js: Patterns) -> Sign | None:
    if said.weight < _TINY and said.leads_elsewhere:
        return Sign("blocked", "a tiny page came that only sends a browser elsewhere; sites serve that to programs")
    few = len(said.links) < _FEW_LINKS
    if said.is_small and few and (_hits(needs_js, f"{said.text} {said.noscript}")):
        return Sign("needs_js", "the page is empty until its scripts run, and says so")
    if said.weight < _TINY and few and said.scripts:
        return Sign("needs_js", "the page is empty until its scripts run")
    return None


def _files_only(said: _Said) -> Sign | None:
    titled = [href for href, title in said.links if len(title) >= _TITLE]
    files = [href for href in titled if _FILE.search(href)]
    if len(files) < _FEW_LINKS or len(files) * 2 < len(titled):
        return None
    return Sign("attachment_only", f"the list links {len(files)} files and no article")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a page says: to people, and to those without scripts."""

    title: str = ""
    text: str = ""  # visible, with what alert() would show
    noscript: str = ""
    weight: int = 0  # letters of the visible text
    scripts: int = 0
    links: tuple[tuple[str, str], ...] = ()  # href, text
    asks_password: bool = False
    leads_elsewhere: bool = False

    @classmethod
    def of(cls, markup: str) -> _Said:
        """Read a page; nothing is said by one without text or too intricate to be read."""
        tree = None if too_complex(markup) else tree_of(markup)
        if tree is None:
            return cls()
        scripts = [node.text or "" for node in tree.iter("script")]
        visible, code = text_of(tree), " ".join([*scripts, *tree.xpath("//body/@onload")])[:20_000]
        alerts = " ".join(found[2] for found in _ALERT.finditer(code))
        return cls(  # the beginning is enough to tell what it is
            title=" ".join(text_of(node) or node.text or "" for node in tree.iter("title", "h1", "h2"))[:_LONGEST],
            text=f"{visible[:_LONGEST]} {alerts}".strip(),
            noscript=" ".join(" ".join(node.itertext()) for node in tree.iter("noscript"))[:_LONGEST],
            weight=_letters(visible),
            scripts=len(scripts),
            links=tuple((link.get("href") or "", text_of(link)) for link in tree.iter("a")),
            asks_password=any(field.get("type") == "password" for field in tree.iter("input")),
            leads_elsewhere=bool(_ELSEWHERE.search(code)) or _refreshes(tree),
        )

    @property
    def is_small(self) -> bool:
        """Tell whether it may stand for another page."""
        return self.weight < _SMALL

    @property
    def quote(self) -> str:
        """The beginning of what it says."""
        words = self.text or self.title
        return words if len(words) <= 80 else f"{words[:79]}…"

    def means(self, patterns: Patterns) -> bool:
        """Tell whether a small page has such words."""
        return self.is_small and _hits(patterns, f"{self.title} {self.text}") > 0

    def is_about(self, patterns: Patterns, least: int = 1) -> bool:
        """Tell whether a text is full of such words, however long it is."""
        hits = _hits(patterns, self.text)
        return hits >= least and hits * 150 > self.weight


def _refreshes(tree: HtmlElement) -> bool:
    kinds = (node.get("http-equiv") or "" for node in tree.iter("meta"))
    return any(kind.lower() == "refresh" for kind in kinds)


def _letters(text: str) -> int:
    """Count letters; a CJK letter says about as much as two and a half others."""
    return sum(map(str.isalpha, text)) + len(DENSE.findall(text)) * 3 // 2


def _hits(patterns: Patterns, text: str) -> int:
    return sum(1 for pattern in patterns for _ in pattern.finditer(text))


def as_sentence(words: str) -> str:
    """Give words a capital, unless they begin with an address, and a full stop."""
    start = words[:1] if words.startswith("http") else words[:1].upper()
    return start + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


@cache
def _words() -> dict[str, Patterns]:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {word: tuple(map(re.compile, patterns)) for word, patterns in table.items()}
