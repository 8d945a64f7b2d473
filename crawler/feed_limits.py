"""What of a feed is worth parsing: feedparser takes quadratic time for things that no feed needs."""

from __future__ import annotations

import re
from itertools import accumulate

from crawler.entries import MOST_ENTRIES, FeedError

MOST_TAGS = 200_000  # opening and closing ones; 2,000 entries of twenty elements have 80,000
MOST_ATTRIBUTES = 500
LONGEST_NAME = 1_000  # characters
DEEPEST = 10_000  # elements in each other; texts with unclosed <br> get deep, too
_START = re.compile(r"<(?:[\w-]{1,20}:)?(?:item|entry)[\s>]")
_END = re.compile(r"</(?:[\w-]{1,20}:)?(?:item|entry)\s*>")
_NAME = re.compile(rf"<[A-Za-z][\w:.-]{{{LONGEST_NAME},}}")
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{4 * MOST_ATTRIBUTES},}}")  # an attribute takes four characters
_QUOTED = re.compile("""'[^']*'|"[^"]*\"""")
_HIDDEN = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<(/?)[A-Za-z][^<>]*>")
_CATEGORY = re.compile(r"<category\b[^<>]*(?:/>|>[^<]*</category\s*>|>\s*<!\[CDATA\[[^\]]*\]\]>\s*</category\s*>)")


def harmless(xml: str) -> str:
    """Return a feed without what nobody asks it for: categories, and entries after the 2,000th.

    Raises FeedError for one that would keep a parser busy out of all proportion.
    """
    xml = _CATEGORY.sub("", _first_entries(xml))
    if xml.count("<") > MOST_TAGS:
        raise FeedError(f"the feed has more than {MOST_TAGS} tags; it is not parsed")
    if _NAME.search(xml):
        raise FeedError(f"the feed has a tag whose name is longer than {LONGEST_NAME} letters; it is not parsed")
    if any(_QUOTED.sub("", tag[0]).count("=") > MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(xml)):
        raise FeedError(f"the feed has a tag with more than {MOST_ATTRIBUTES} attributes; it is not parsed")
    if _depth(xml) > DEEPEST:
        raise FeedError(f"the feed nests elements deeper than {DEEPEST}; it is not parsed")
    return xml


def _depth(xml: str) -> int:
    tags = _TAG.finditer(_HIDDEN.sub("", xml))
    steps = (-1 if tag[1] else 0 if tag[0].endswith("/>") else 1 for tag in tags)
    return max(accumulate(steps), default=0)


def _first_entries(xml: str) -> str:
    """Cut out the entries that would not be kept, and leave what closes the feed."""
    starts = [start.start() for start in _START.finditer(xml)]
    if len(starts) <= MOST_ENTRIES:
        return xml
    ends = [end.end() for end in _END.finditer(xml, starts[-1])]
    return xml[: starts[MOST_ENTRIES]] + (xml[ends[-1] :] if ends else "")
