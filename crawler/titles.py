"""The title of an article among what a page, its metadata and its feed call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape

_SEPARATOR = re.compile(r"\s+[-|–—:<>»·•]+\s+|\s*(?:\||::|»)\s*|\s+&[lg]t;\s+")
_LONGEST_SITE = 40  # characters of a site's name beside a bar


def title_of(
    declared: Iterable[str | None],
    headings: Sequence[str],
    page_title: str | None,
    feed: str | None,
    site: Iterable[str | None],
) -> str | None:
    """Return the title, site name taken off.

    `declared` are JSON-LD headline and og:title, `headings` the texts of the CMS's title element or h1, `page_title`
    is the <title>, `feed` what the source announced, `site` the names the site may have.
    """
    names = {_folded(name) for name in site if name}
    shown = [line for line in map(_line, headings) if line and _folded(line) not in names]
    for candidate in (*declared, page_title):
        line = _line(candidate)
        if line and _folded(line) not in names:
            return _shown(line, shown) or _bare(line, names)
    return next(iter(shown), None) or _line(feed)


def _shown(line: str, headings: Iterable[str]) -> str | None:
    """Return the heading that makes up most of the line: the rest of the line is the site's."""
    folded = _folded(line)
    fitting = (head for head in headings if _folded(head) in folded and len(head) * 2 >= len(line))
    return max(fitting, key=len, default=None)


def _bare(line: str, names: set[str]) -> str:
    parts = list(_SEPARATOR.finditer(line))
    if not parts:
        return line
    first, last = parts[0], parts[-1]
    if _folded(line[last.end() :]) in names:
        return line[: last.start()].strip()
    if _folded(line[: first.start()]) in names:
        return line[first.end() :].strip()
    bar = last[0].strip() in ("|", "::", "<", "»")
    if bar and len(line) - last.end() <= min(_LONGEST_SITE, last.start()):
        return line[: last.start()].strip()
    return line


def _line(text: str | None) -> str | None:
    return " ".join(unescape(text).split()) or None if text else None


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
