"""Lines of a page -> the article's lines: characters made plain, noise dropped, a machine translation set apart."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from crawler.cms import Cms, Patterns
from crawler.literals import may_find
from crawler.set_apart import SetApart, bare
from stories.detection import language_of

# Controls, zero-width and bidirectional marks, soft hyphen, byte order mark: nobody sees them, matching stumbles.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_LONGEST_NOISE = 160  # characters; never drop long lines, pages with <br> may be one line
_LONGEST_NOTICE = 400  # characters
_LONGEST_MARK = 40  # characters of an end mark
_LEAST_SENTENCE = 15  # characters
_LEAST_TEXT = 80  # bytes of sentences above a list of other articles; with less, the page is the list
_BESIDE_TITLE = 20  # letters and digits
_LONGEST_TRANSLATION = 5  # times its original
_LEAST_TOLD = 60  # bytes of a line whose language can be told
_LEAST_SMALL = 8  # small words that tell a language
_ENOUGH = 4000  # characters of a text, to know most small words of its language
_SMALL_WORD = re.compile(r"\b[^\W\d_]{1,4}\b")
_LEAST_SAID, _LEAST_DENSE = 18, 9  # characters of a line that another one says too
_MOST_TOLD = 2  # lines of another one
_MORE = 2  # characters that it has beside them
_SENTENCE_END = re.compile(r"(?:[.!?…。！？]|다)[\"'”’»」』)\]>]*$")
_LABEL = re.compile(r"^[^\W\d_](?:[^\W\d_]| (?=\w)){0,12}\s?[:：]\s")
_DENSE = re.compile("[가-힣\u3041-\u30ff\u3400-\u9fff]")
_MARKED = re.compile("[▲△▼▽][^:：]{4,150}")  # a caption, where it is no list
_COOKIES = re.compile("(?i)cookie|クッキー|쿠키")
_SENTENCE_GAP = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_LEAST_TRANSLATION = 2, 200  # paragraphs and bytes that make a second version of the text


def plain(text: str) -> str:
    """Return text in NFC on one line, without what nobody sees."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join((text if text.isprintable() else _UNSEEN.sub("", text)).split())


def cleaned(lines: Iterable[str], cms: Cms, title: str | None, apart: SetApart | None = None) -> list[str]:
    """Return the lines that are the article's: without noise, lists of others, repetitions and the title above.

    Noise and lists are known by their words: a line is dropped only where a pattern matches the whole of it.
    `apart` tells captions and links; what a page repeats in a box or as a quotation is told once.
    """
    apart = apart or SetApart()
    shown = [stripped for line in lines if (stripped := _stripped(plain(line), cms.lines_strip))]
    noise = [_is_noise(line, cms, apart) for line in shown]
    kept: list[str] = []
    for place, line in enumerate(shown):
        if noise[place] or _is_doubled(line, kept) or _is_caption(place, shown, noise) or apart.is_caption(line):
            continue
        if not kept and title and _is_title(line, title):
            continue
        kept.append(line)
    return _told_once(_without_lists(kept, cms.lines_end, apart))


def _is_doubled(line: str, before: Sequence[str]) -> bool:
    """Tell whether a line was there already: right before, a sentence among the last three, a long one at the top."""
    beside = before[-3:] if len(line) < _LONGEST_NOISE // 2 else [*before[:2], *before[-3:]]
    return bool(before) and (line == before[-1] or (len(line) >= _LEAST_SENTENCE and line in beside))


def _told_once(lines: Sequence[str]) -> list[str]:
    """Leave out what another line says too, and more: a lead or a quotation taken from it.

    Of a line that has many others in it nobody knows which are the text: all stay.
    """
    everything = "\n".join(lines)
    tellers = [_teller(line, lines, everything) for line in lines]
    told = Counter(teller for teller in tellers if teller is not None)
    return [line for line, teller in zip(lines, tellers, strict=True) if teller is None or told[teller] > _MOST_TOLD]


def _teller(line: str, lines: Sequence[str], everything: str) -> int | None:
    """Return which line says what a line says, and more; None if there is none or the line is no sentence."""
    if len(line) > _LONGEST_NOTICE or not _SENTENCE_END.search(line, max(0, len(line) - 4)):
        return None
    own = bare(_LABEL.sub("", line))
    if len(own) < (_LEAST_DENSE if _DENSE.search(own) else _LEAST_SAID) or everything.count(own) < 2:
        return None
    return next((place for place, other in enumerate(lines) if own in other and len(other) > len(line) + _MORE), None)


def _is_noise(line: str, cms: Cms, apart: SetApart) -> bool:
    return _is(cms.lines_noise, line) or _is_cookie_notice(line, cms) or _is_pointer(line, cms, apart)


def _is_pointer(line: str, cms: Cms, apart: SetApart) -> bool:
    """Tell whether a line is the heading of a list of others and a link behind it."""
    if not _LEAST_SENTENCE <= len(line) <= _LONGEST_NOISE or not any(each.match(line) for each in cms.lines_end):
        return False
    before = apart.before_link(line)
    return before is not None and _is(cms.lines_end, before)


def _is_cookie_notice(line: str, cms: Cms) -> bool:
    """Tell whether a paragraph begins as a notice about cookies does, and goes on about consent."""
    if not _LONGEST_NOISE < len(line) <= _LONGEST_NOTICE or not _COOKIES.search(line):
        return False
    first = _SENTENCE_GAP.split(line, maxsplit=1)[0]
    return _is(cms.lines_noise, first) and sum(len(each.findall(line)) for each in cms.refuse_consent) > 1


def _is_caption(place: int, shown: Sequence[str], noise: Sequence[bool]) -> bool:
    """Tell whether a line stands beside itself once more, with the credit of a picture behind it, or has its mark."""
    line = shown[place].rstrip(".。 ")
    beside = [other for other in (place - 1, place + 1) if 0 <= other < len(shown)]
    if _MARKED.fullmatch(line) and not any(shown[other].startswith(line[0]) for other in beside):
        return True
    credits_ = (other for other in beside if noise[other])
    return len(line) >= _LEAST_SENTENCE and any(shown[other].startswith(line) for other in credits_)


def _without_lists(lines: Sequence[str], headings: Patterns, apart: SetApart) -> list[str]:
    """Leave out lists of other articles below a text, each from its heading to where the text goes on."""
    own: list[str] = []
    place = text = 0
    while place < len(lines):
        if _is(headings, lines[place]) and (text >= _LEAST_TEXT or _is_above_links(lines, place, apart)):
            place = _after_list(lines, place + 1, apart)
        else:
            own.append(lines[place])
            text += _size(lines[place]) if _is_sentence(lines[place]) else 0
            place += 1
    return own


def _is_above_links(lines: Sequence[str], place: int, apart: SetApart) -> bool:
    return apart.is_link("".join(lines[place + 1 : place + 2])) and any(map(_is_sentence, lines[place + 2 :]))


def _after_list(lines: Sequence[str], start: int, apart: SetApart) -> int:
    """Return where the text goes on: below links, if no other follows, else where sentences do.

    Sentences are a long one, two in a row, or a last one; below a title one is its teaser.
    """
    links = [place for place in range(start, len(lines)) if apart.is_link(lines[place])]
    if links and links == [*range(start, start + len(links))]:
        return start + len(links)
    said = [place for place in range(start, len(lines)) if _is_sentence(lines[place])]
    if apart.knows_links and said and not any(place < said[0] for place in links):
        return start  # its links are gone already
    long = (place for place in said if len(lines[place]) > _LONGEST_NOISE or place + 1 in said)
    return next(long, said[0] if said == [len(lines) - 1] else len(lines))


def _is_sentence(line: str) -> bool:
    ends = line.rstrip("\"'”“’‘»«」』）)]").endswith((".", "!", "。", "！", "…", "다"))
    return len(line) > _LONGEST_NOISE or (ends and len(line) >= _LEAST_SENTENCE)


def divided(lines: Sequence[str], cms: Cms) -> tuple[list[str], list[str]]:
    """Split off a machine translation: what follows its notice, else a long tail, in another language."""
    lower = "\n".join(lines).lower()
    possible = [notice for notice in cms.translation_notice if may_find(notice.pattern, lower)]
    place = next((place for place, line in enumerate(lines) if _is_notice(line, possible)), None)
    if place is None:
        return _by_language(lines)
    above, below = list(lines[:place]), [line for line in lines[place:] if not _is_notice(line, possible)]
    if not above:
        return below, []
    is_other = below and language_of("\n".join(above)) != language_of("\n".join(below))
    return (above, below) if is_other else (list(lines), [])  # in one language, it is a story about translations


def _by_language(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    sizes, (paragraphs, size) = list(map(_size, lines)), _LEAST_TRANSLATION
    head = "\n".join(lines[: max(1, len(lines) // 3)])
    least = next((n for n in range(paragraphs, len(lines)) if sum(sizes[-n:]) >= size), 0)
    if not least or min(sizes[-least:]) < _LEAST_TOLD or _is_alike("\n".join(lines[-least:]), head):
        return list(lines), []
    first = language_of(head)
    start = len(lines)
    while start > 1 and _differs(lines[start - 1], first):
        start -= 1
    if len(lines) - start < least or sum(sizes[:start]) < max(size // 2, sum(sizes[start:]) // _LONGEST_TRANSLATION):
        return list(lines), []
    return list(lines[:start]), list(lines[start:])


def _size(line: str) -> int:
    """Count bytes in UTF-8: a Korean letter is three, and says as much as two or three of an alphabet."""
    return len(line.encode("utf-8", "ignore"))


def _is_alike(text: str, other: str) -> bool:
    """Tell, at a tenth of the price of two languages, that texts share one; False where it must be asked.

    The small words of a language stand in every text of it; of another language's a third at most do.
    """
    small = _SMALL_WORD.findall(text.lower())
    known = set(_SMALL_WORD.findall(other[:_ENOUGH].lower()))
    return len(small) >= _LEAST_SMALL and sum(word in known for word in small) * 2 > len(small)


def _differs(line: str, language: str | None) -> bool:
    if language is None or _size(line) < _LEAST_TOLD:
        return False
    own = language_of(line)
    return own is not None and own != language


def _is_notice(line: str, notices: Sequence[re.Pattern[str]]) -> bool:
    return len(line) <= _LONGEST_NOTICE and any(notice.search(line) for notice in notices)


def _is(patterns: Patterns, line: str) -> bool:
    return len(line) <= _LONGEST_NOISE and any(pattern.fullmatch(line) for pattern in patterns)


def _stripped(line: str, patterns: Patterns) -> str:
    """Cut out what stands at the beginning or in the last characters of a line."""
    for pattern in patterns:
        found = pattern.match(line) or pattern.search(line, max(0, len(line) - _LONGEST_MARK))
        line = line[: found.start()] + line[found.end() :] if found else line
    return line.strip()


def _is_title(line: str, title: str) -> bool:
    """Tell whether a line is the title, or the title between a counter and a section's name: no sentence."""
    line, ends = re.sub(r"\W+", "", line).lower(), line.endswith((".", "!", "?", "다", "。"))
    title = re.sub(r"\W+", "", title).lower()
    return line == title or (title in line and not ends and len(line) - len(title) <= min(_BESIDE_TITLE, len(title)))
