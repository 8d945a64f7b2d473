"""OPML 2.0 (http://opml.org/spec2.opml), the list of subscriptions that feed readers exchange <-> sources.

A reader elsewhere sees one outline a source: type="rss" with the feed, or a link to the homepage where there is none.
What OPML has no words for stands in a namespace of our own, as the specification wants; with it nothing is lost.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from lxml import etree

from crawler.feeds import clean_xml
from crawler.model import Source, Watch
from crawler.opml_outlines import (
    NAMESPACE,
    WATCH,
    block_of_outline,
    feed_of,
    label_of,
    qualified,
)
from crawler.sources import SourceFileError, block_of, source_from_block

MOST_BYTES = 4 * 2**20
MOST_OUTLINES = 5_000
_FEED = "feed"  # the kind of watching that other readers know
_OWN_WORDS = ("name", "homepage", "watch")  # have words in OPML, or an element


class OpmlError(ValueError):
    """A file that cannot be used as OPML; the message says why and what to do."""


@dataclasses.dataclass(frozen=True, slots=True)
class Imported:
    """What an OPML file holds. `left_out`: the text of an outline, and one sentence why it became no source."""

    sources: tuple[Source, ...]
    left_out: tuple[tuple[str, str], ...] = ()


def sources_from_opml(
    body: bytes, country: str | None = None, timezone: str | None = None, known: Sequence[Source] = ()
) -> Imported:
    """Read an OPML file: each outline with a feed (or that we wrote) is a source, in the order of the file.

    `country` (two capitals) holds for outlines that do not say it themselves; without it the top-level domain of the
    homepage, then of the feed says it. `timezone` (IANA) is used with it, and where a country has several. What
    `known` watches already, or uses as id, is not made again.
    Groups are opened; nothing is fetched. Raises OpmlError for what is no OPML, has a DTD or is too large.
    """
    ids = {source.id for source in known}
    watched = {way.url: source.id for source in known for way in source.watch}
    sources: list[Source] = []
    left_out: list[tuple[str, str]] = []
    for outline in _outlines(body):
        found = _source(outline, country, timezone, ids, watched)
        if isinstance(found, str):
            left_out.append((label_of(outline), found))
        else:
            sources.append(found)
            ids.add(found.id)
            watched |= {way.url: found.id for way in found.watch}
    return Imported(tuple(sources), tuple(left_out))


def opml_of(sources: Sequence[Source], now: datetime) -> bytes:
    """Return sources as OPML 2.0 in UTF-8; `now` (aware) is written as the time of the export."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"pactwatch": NAMESPACE})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Pactwatch sources"
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    for source in sources:
        _write(body, source)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _outlines(body: bytes) -> Iterator[Any]:
    """Every outline that could be a source: not a mere group, not one that we would have to guess at."""
    root = _root(body)
    outlines = list(root.iter("outline"))
    if len(outlines) > MOST_OUTLINES:
        raise OpmlError(f"{len(outlines)} outlines; at most {MOST_OUTLINES:,} are read: split the file")
    return (outline for outline in outlines if feed_of(outline) or outline.find("outline") is None)


def _root(body: bytes) -> Any:
    if len(body) > MOST_BYTES:
        raise OpmlError(f"larger than {MOST_BYTES // 2**20} MiB; a list of feeds is not: split the file")
    text = clean_xml(body, None)
    if "<html" in text[:2_000].lower():
        raise OpmlError("no OPML: it is a web page; export the feeds as OPML")
    if "<!doctype" in text.lower() or "<!entity" in text.lower():
        raise OpmlError("it declares a DOCTYPE or entities, which can blow it up; take that out, OPML needs none")
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise OpmlError(f"no well-formed XML: {error.args[0]}; export it once more from where it came") from error
    if root.tag != "opml" or root.find("body") is None:
        raise OpmlError(f"no OPML: <{root.tag!s}> came instead of <opml> with a <body>; export the feeds as OPML")
    return root


def _source(
    outline: Any, country: str | None, timezone: str | None, ids: set[str], watched: dict[str, str]
) -> Source | str:
    """Make a source of an outline, or say why not."""
    block = block_of_outline(outline, country, timezone, ids)
    if isinstance(block, str):
        return block
    try:
        source = source_from_block(block, "outline")
    except SourceFileError as error:
        return str(error)
    if source.id in ids:
        return f"there is a source '{source.id}' already"
    there = next((watched[way.url] for way in source.watch if way.url in watched), None)
    return f"'{there}' watches this address already" if there else source


def _write(body: Any, source: Source) -> None:
    feed = next((way.url for way in source.watch if way.kind == _FEED), None)
    outline = etree.SubElement(body, "outline", {"text": source.name})
    for key, value in _link(source, feed).items():
        outline.set(key, value)
    for key, value in block_of(source).items():
        if key not in _OWN_WORDS:
            outline.set(qualified(key), _text(value))
    for way in source.watch:
        etree.SubElement(outline, WATCH, _attributes(way))


def _link(source: Source, feed: str | None) -> dict[str, str]:
    if feed is None:
        return {"type": "link", "url": source.homepage}
    return {"type": "rss", "xmlUrl": feed, "htmlUrl": source.homepage}


def _attributes(way: Watch) -> dict[str, str]:
    return {key: value for key, value in dataclasses.asdict(way).items() if value is not None}


def _text(value: Any) -> str:
    return (
        " ".join(value) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)
    )
