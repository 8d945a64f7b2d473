"""How far do the rows of a template look like a list of articles, rather than a menu, a calendar or a shop?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from crawler.lists.page import ListPage
from crawler.lists.rows import DATE, Row

TITLE = 12  # letters of the shortest text that is taken for a title; one of a syllabic or ideographic script counts 2
_LONG = 36  # letters of a title that needs no other sign
_ENOUGH = 8  # articles without dates; of those with dates four and a few are enough
_MIXED = {"": 1.0, "one list": 1.1, "several lists": 0.9}  # one list is to be watched as a whole
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_PRICE = re.compile(r"(?:[€$£₫₩]\s?\d[\d.,]*|\d[\d.,]*(?:,-)?\s?(?:[€$£₫₩đ원]|EUR|USD|VND|KRW))", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+|\(?0)[\d\s()/.-]{7,18}\d")
_LONGEST_LABEL = 30  # characters of a text that may be a price or a telephone number, not a sentence with one
_NO_ARTICLES = re.compile(
    r"/(?:tags?|categor(?:y|ies)|authors?|topics?|labels?|keywords?|search|users?|members?|products?|shop|cart|events?|calendar|jobs|faqs?)/[^/?]+/?$"
    r"|[?&](?:cat|tags?|author|paged|keyword|kw|q|lang|language|year|month|day|date|ymd)=[^&?]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Score:
    """A figure from 0 to 1 (0.5 and more: worth watching) and what it stands on, in one sentence."""

    value: float
    why: str


def score_of(page: ListPage, rows: Sequence[Row], strength: float, strange: float = 0.0, mixed: str = "") -> Score:
    """Judge rows whose ids vary with `strength` (0 to 1).

    `strange` is the share of them that the pattern was not made for, `mixed` that of crawler.lists.families.Family.

    Good rows have long titles that differ and dates; bad signs, each for itself, take away most of what they have.
    """
    if not rows:
        return Score(0.0, "no links")
    titles = [_letters(row.title or "") for row in rows]
    sizes = [weight(title) for title in titles]
    titled = mean(size >= TITLE for size in sizes)
    dated = mean(row.date is not None for row in rows)
    worth = 0.45 * min(1.0, median(sizes) / _LONG) + 0.4 * dated + 0.15 * strength
    worth *= min(1.0, titled / 0.6) * min(1.0, len(set(titles)) / len(titles) / 0.8) * _many(len(rows), dated)
    bad = _bad_signs(page, rows)
    for left in bad.values():
        worth *= left
    worth *= (1 - strange) * _MIXED[mixed]
    return Score(round(min(1.0, worth), 3), _why(rows, sizes, len(set(titles)), tuple(bad)))


def weight(title: str) -> int:
    """Count the letters of a title, those of scripts that write a syllable or a word with one twice."""
    return sum(map(str.isalpha, title)) + len(_WIDE.findall(title))


def _letters(title: str) -> str:
    """Keep what makes titles different: not numbers and signs, which number pages, days and issues."""
    return "".join(filter(str.isalpha, title)).casefold()


def _many(count: int, dated: float) -> float:
    return dated * min(1.0, 0.5 + count / 10) + (1 - dated) * min(1.0, count / _ENOUGH)


def _bad_signs(page: ListPage, rows: Sequence[Row]) -> dict[str, float]:
    """Return what speaks against the rows, and how much of their worth each sign leaves."""
    places = [_place(page, row) for row in rows]
    in_menu, in_aside = places.count("menu") / len(rows), places.count("aside") / len(rows)
    texts = [_labels(row) for row in rows]
    shares = {
        "their rows show prices": (mean(any(map(_PRICE.fullmatch, labels)) for labels in texts), 0.3),
        "their rows show telephone numbers or mail addresses": (
            mean(_reachable(row, labels) for row, labels in zip(rows, texts, strict=True)),
            0.3,
        ),
        "their addresses are those of tags, sections or dates": (
            mean(bool(_NO_ARTICLES.search(row.url)) for row in rows),
            0.3,
        ),
        "they are questions": (mean((row.title or "").rstrip().endswith(("?", "？")) for row in rows), 0.6),
    }
    signs = {sign: left for sign, (share, left) in shares.items() if share > 0.5}
    if in_menu > 0.2:
        signs["they stand in menus"] = 1 - 0.7 * in_menu
    if in_aside > 0.5:
        signs["they stand beside the content"] = 1 - 0.4 * in_aside
    return signs


def _place(page: ListPage, row: Row) -> str:
    places = {page.places[link] for link in row.links}
    return next(place for place in ("content", "aside", "menu") if place in places)


def _labels(row: Row) -> list[str]:
    texts = (" ".join(str(text).split()) for text in row.part.itertext())
    return [text for text in texts if 0 < len(text) <= _LONGEST_LABEL]


def _reachable(row: Row, labels: Sequence[str]) -> bool:
    addressed = row.part.xpath("boolean(.//a[starts-with(@href, 'mailto:') or starts-with(@href, 'tel:')])")
    return bool(addressed) or any(map(_is_contact, labels))


def _is_contact(label: str) -> bool:
    if _NUMBER.fullmatch(label):
        return not DATE.search(label)
    return "@" in label and " " not in label


def _why(rows: Sequence[Row], sizes: Sequence[int], different: int, bad: tuple[str, ...]) -> str:
    titled = sum(size >= TITLE for size in sizes)
    dated = sum(row.date is not None for row in rows)
    words = f"{len(rows)} links, {titled} with titles" if titled < len(rows) else f"{len(rows)} links with titles"
    words += f", {dated} with dates in their row"
    if different < 0.8 * len(rows):
        words += f", but only {different} different titles"
    return words + "".join(f"; {sign}" for sign in bad)
