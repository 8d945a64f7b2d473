"""Lines of a page -> the article's lines: characters made plain, noise and repetitions dropped."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import partial

from crawler.cms import Cms, Patterns
from crawler.other_articles import without_lists
from crawler.set_apart import SetApart, bare
from crawler.text_weight import DENSE

# Controls, zero-width and bidirectional marks, soft hyphen, byte order mark: nobody sees them, matching stumbles.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_LONGEST_NOISE = 160  # characters; never drop long lines, pages with <br> may be one line
_LONGEST_NOTICE = 400  # characters
_LONGEST_MARK = 40  # characters of an end mark
_LEAST_SENTENCE = 15  # characters
_BESIDE_TITLE = 20  # letters and digits
_LEAST_SAID, _LEAST_DENSE = 18, 9  # characters of a line that another one says too
_MOST_LINES = 1000  # of a text that is compared with itself
_MOST_TOLD = 2  # lines of another one
_MORE = 2  # characters that it has beside them
_SENTENCE_END = re.compile(r"(?:[.!?…。！？]|다)[\"'”’»」』)\]>]*$")
_LABEL = re.compile(r"^[^\W\d_](?:[^\W\d_]| (?=\w)){0,12}\s?[:：]\s")
_MARKED = re.compile("[▲△▼▽][^:：]{4,150}")  # a caption, where it is no list
_COOKIES = re.compile("(?i)cookie|クッキー|쿠키")
_SENTENCE_GAP = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


def plain(text: str) -> str:
    """Return text in NFC on one line, without what nobody sees."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join((text if text.isprintable() else _UNSEEN.sub("", text)).split())


def cleaned(lines: Sequence[str], cms: Cms, title: str | None, apart: SetApart | None = None) -> list[str]:
    """Return the lines that are the article's: without noise, lists of others, repetitions and the title above.

    Noise and lists are known by their words: a line is dropped only where a pattern matches the whole of it.
    `apart` tells captions and links; what a page repeats in a box or as a quotation is told once.
    """
    apart = apart or SetApart()
    shown = [stripped for line in lines if (stripped := _stripped(plain(line), cms.lines_strip))]
    known = {line: _is_noise(line, cms, apart) for line in dict.fromkeys(shown)}
    noise = [known[line] for line in shown]
    kept: list[str] = []
    for place, line in enumerate(shown):
        if noise[place] or _is_doubled(line, kept) or _is_caption(place, shown, noise) or apart.is_caption(line):
            continue
        if not kept and title and _is_title(line, title):
            continue
        kept.append(line)
    told = _told_once(without_lists(kept, partial(_is, cms.lines_end), apart))
    said = any(map(apart.is_caption, known)) and not told  # an image may say the whole text
    return cleaned(lines, cms, title) if said else told


def _is_doubled(line: str, before: Sequence[str]) -> bool:
    """Tell whether a line was there already: right before, a sentence among the last three, a long one at the top."""
    beside = before[-3:] if len(line) < _LONGEST_NOISE // 2 else [*before[:2], *before[-3:]]
    return bool(before) and (line == before[-1] or (len(line) >= _LEAST_SENTENCE and line in beside))


def _told_once(lines: Sequence[str]) -> list[str]:
    """Leave out what another line says too, and more: a lead or a quotation taken from it.

    Of a line that has many others in it nobody knows which are the text: all stay.
    """
    if len(lines) > _MOST_LINES:
        return list(lines)
    everything = "\n".join(lines)
    tellers = [_teller(line, lines, everything) for line in lines]
    told = Counter(teller for teller in tellers if teller is not None)
    return [line for line, teller in zip(lines, tellers, strict=True) if teller is None or told[teller] > _MOST_TOLD]


def _teller(line: str, lines: Sequence[str], everything: str) -> int | None:
    """Return which line says what a line says, and more; None if there is none or the line is no sentence."""
    if len(line) > _LONGEST_NOTICE or not _SENTENCE_END.search(line, max(0, len(line) - 4)):
        return None
    own = bare(_LABEL.sub("", line))
    if len(own) < (_LEAST_DENSE if DENSE.search(own) else _LEAST_SAID) or everything.count(own) < 2:
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
