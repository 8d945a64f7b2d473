"""Lines that may be titles: compared, cut ones told, names of sites and sections taken off their ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

_SEPARATOR = re.compile(r"\s+[-|–—:<>»·•]+(?=\s)|\s*(?:\||::|»|ㅣ)\s*|\s+&[lg]t;(?=\s)")
_NAMES_APART = re.compile(r"\s+[-–—<>»·•]\s+|\s*[|:：_ㅣ»]+\s*")
_STEP = ">"
_BARS = ("|", "::", "<", "»", "ㅣ")
_CUT = re.compile(r"(?:\[…\]|\(…\)|[…‥⋯]|\.{3})\s*$")
_LONGEST_MARK = 8  # characters of an ellipsis and what is around it
_WORD = re.compile(r"[가-힣\u3040-\u30ff\u3400-\u9fff]{2}|[^\W\d_]{4,}")
_TAG = re.compile(r"</?(?:a|b|br|em|i|mark|q|small|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENDS = ":| "  # what is left of a name that was not there; a colon may end a title
_LONGEST = 3000  # characters that are looked at, where a title is asked for
_LONGEST_SITE = 40  # characters of a site's name beside a bar


def line_of(text: str | None) -> str | None:
    """Return text on one line without tags and references, twice escaped ones too; None if nothing is left."""
    line = " ".join(_TAG.sub("", unescape(unescape(text[:_LONGEST]))).split()) if text else ""
    return _trimmed(line) or None


def _trimmed(line: str) -> str:
    return line.lstrip(_ENDS).rstrip(_ENDS[1:])


def folded(text: str) -> str:
    """Return the letters and digits in lower case: what two spellings of a title share."""
    return re.sub(r"[\W_]+", "", text).lower()


def is_cut(line: str) -> bool:
    """Tell whether a line ends in an ellipsis."""
    return bool(_CUT.search(line, max(0, len(line) - _LONGEST_MARK)))


def tells(line: str, title: str) -> bool:
    """Tell whether a line says the title: it, beside names of a site and sections, or as much of it as was kept."""
    whole, wanted = folded(line), folded(title)
    if not wanted:
        return False
    if is_cut(line) and wanted.startswith(whole):
        return True
    return (wanted in whole and len(wanted) * 2 >= len(whole)) or wanted in _runs(line)


def differs(line: str, title: str) -> bool:
    """Tell whether a line is shorter than the title and has no word in common with it, as the name of a section."""
    words, other = _WORD.findall(line.lower()), folded(title)
    return len(folded(line)) < len(other) and not any(word in other for word in words)


def is_beside(line: str, heading: str, whole: str) -> bool:
    """Tell whether the whole is "heading - line" or a path "line > … > heading": the line is then the site's name."""
    name, title, both = folded(line), folded(heading), folded(whole)
    if both == title + name:
        return name != title
    return _STEP in whole and both.startswith(name) and both.endswith(title) and len(name) + len(title) <= len(both)


def part_saying(line: str, heading: str) -> str | None:
    """Return the line, or its beginning or end beside a separator, in its own spelling, if that is the heading."""
    wanted = folded(heading)
    return next((_trimmed(part) for part in (line, *_parts(line)) if folded(part) == wanted), None)


def bare(line: str, is_name: Callable[[str], bool]) -> str:
    """Return a line without the names at its ends; `is_name` tells those of sites and sections."""
    while parts := _separators(line):
        first, last = parts[0], parts[-1]
        if is_name(line[last.end() :]):
            line = line[: last.start()].strip()
        elif is_name(line[: first.start()]):
            line = line[first.end() :].strip()
        else:
            return _without_tail(line, parts)
    return line


def _without_tail(line: str, parts: list[re.Match[str]]) -> str:
    """Take off what stands where a site's name would: after the last bar, or before the last step of a path."""
    last = parts[-1]
    if len(parts) > 1 and all(part[0].strip() in (_STEP, "&gt;") for part in parts):
        return line[last.end() :].strip()
    if last[0].strip() in _BARS and len(line) - last.end() <= min(_LONGEST_SITE, last.start()):
        return line[: last.start()].strip()
    return line


def _separators(line: str) -> list[re.Match[str]]:
    """Return the bars of a line; what closes a quotation is none."""
    bars = list(_SEPARATOR.finditer(line))
    return [
        bar for bar in bars if "»" not in bar[0] or line.count("«", 0, bar.start()) <= line.count("»", 0, bar.start())
    ]


def names_beside(line: str | None, title: str | None) -> list[str]:
    """Return what a page's line says beside the title: names of the site and of sections."""
    return (
        [part for part in re.split(_NAMES_APART, (line or "").replace(title or "\0", " | ")) if part] if title else []
    )


def _runs(line: str) -> set[str]:
    return set(map(folded, _parts(line)))


def _parts(line: str) -> list[str]:
    """Return the beginning of a line up to each separator, and the end after each."""
    between = _separators(line)
    return [line[: bar.start()] for bar in between] + [line[bar.end() :] for bar in between]
