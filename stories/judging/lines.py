"""Article -> the lines the judge reads: sentences with the place where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from stories.model import Article
from stories.sentences import sentences

JUDGED_LENGTH = 20_000  # characters; a newspaper story that says what it is about only later does not exist
LONGEST_LINE = 1_000  # characters of a sentence that are looked at
LEAD_SENTENCES = 3
SHORTEST_SENTENCE = 25  # letters; what is shorter at the top is a byline or a heading

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Whether a quotation runs after the mark; None turns it over (“ opens in English and closes in German).
_MARKS: dict[str, bool | None] = {
    **dict.fromkeys("„‟«「『", True),
    **dict.fromkeys("”»」』", False),
    '"': None,
    "“": None,
}
_QUOTE_MARK = re.compile(f"([{''.join(_MARKS)}])")
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")  # a letter of these says as much as two others
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class Position(StrEnum):
    """Where a sentence stands: what a story is about stands at its top."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the title or the text, a literal piece of it."""

    text: str
    position: Position
    is_past: bool  # it names only years before the newest one of the article
    own: str  # the text with blanks for what is quoted: the writer's own words, as long as the text


def lines(article: Article) -> list[Line]:
    """The title's and the text's sentences in order, composed (NFC) and the text cut at JUDGED_LENGTH."""
    title = normalize("NFC", (article.title or "")[:LONGEST_LINE])
    text = normalize("NFC", article.text[:JUDGED_LENGTH])
    newest = _newest_year(article, title, text)
    found = [Line(piece, Position.TITLE, False, piece) for piece in sentences(_CONTROL.sub("\n", title))]
    leading = 0
    for piece, own in _sentences_with_own_words(_CONTROL.sub("\n", text)):
        if piece == title.strip():
            continue
        is_lead = leading < LEAD_SENTENCES and _letters(piece) >= SHORTEST_SENTENCE
        leading += is_lead
        position = Position.LEAD if is_lead else Position.BODY
        found.append(Line(piece[:LONGEST_LINE], position, _names_only_older(piece, newest), own[:LONGEST_LINE]))
    return found


def _letters(piece: str) -> int:
    return len(piece) + len(_DENSE.findall(piece))


def _sentences_with_own_words(text: str) -> Iterator[tuple[str, str]]:
    for paragraph in text.splitlines():
        quoted = False  # a quotation may run over several sentences, hardly over paragraphs
        for piece in sentences(paragraph):
            own, quoted = _without_quotations(piece, quoted)
            yield piece, own


def _without_quotations(sentence: str, quoted: bool) -> tuple[str, bool]:
    own = []
    for part in _QUOTE_MARK.split(sentence):
        if part in _MARKS:
            runs = _MARKS[part]
            quoted = not quoted if runs is None else runs
        own.append(" " * len(part) if quoted or part in _MARKS else part)
    return "".join(own), quoted


def _newest_year(article: Article, title: str, text: str) -> int:
    if article.published is not None:
        return article.published.at.year
    years = [int(year) for year in _YEAR.findall(f"{title} {text}")]
    return max((year for year in years if year < 2100), default=0)


def _names_only_older(sentence: str, newest: int) -> bool:
    years = [int(year) for year in _YEAR.findall(sentence[:LONGEST_LINE])]
    return bool(years) and max(years) < newest
