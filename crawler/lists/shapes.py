"""Address -> what it is made of, and a regular expression for all addresses made alike.

The path is read segment by segment: digits, a name with digits behind or before it, or a name. Parameters count when
the identity of the article depends on them. What is the same in all members of a family stays as it is (the board);
what differs from one to the next is generalised (the article).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from crawler.identity import identity_of
from crawler.lists.families import Field, Shape

_COPY = re.compile(r"\A(?:www|m)\.(?=[^.]+\.)")  # what the patterns tolerate, and no more
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,9}$")  # .html, .do, .jeonbuk
_SESSION = re.compile(r";[^/]*")
# The kinds of segments. The first that fits counts; what is in a group varies, the rest is one with the kind.
_SEGMENTS = (
    ("digits", re.compile(r"()(\d+)()")),
    ("date", re.compile(r"()((?:19|20)\d\d[-_.](?:0?[1-9]|1[0-2])(?:[-_.]\d{1,2})?)()")),
    ("coded", re.compile(r"([A-Za-z]{1,12}[-_]?)(\d{3,})()")),  # post123, AKR2024…
    ("slug-id", re.compile(r"().+?([-_.](?:[A-Za-z]{1,8})?)\d{5,}()")),  # slug-284575, slug-post284575
    ("id-slug", re.compile(r"([A-Za-z]?)(\d{2,})-.+()")),  # n1290-slug
)
_MOST_PARTS = 15  # segments or parameters of an address
_MOST_KINDS = 300  # of addresses on a page
_HEX = re.compile(r"[0-9a-fA-F-]{16,}")


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a path: its kind, and what all parts of the kind have in common before, between and after."""

    kind: str
    before: str
    mark: str
    ending: str


def shape_of(address: str, counting: dict[object, tuple[str, ...]]) -> Shape | None:
    """Return the shape of an absolute address; None for what is none.

    `counting` is filled with the names of the parameters that matter, for all addresses with the same ones.
    """
    try:
        parts = urlsplit(address)
        host = _COPY.sub("", parts.netloc.rpartition("@")[2].lower())
    except ValueError:
        return None
    path = _SESSION.sub("", parts.path).strip("/")
    segments = [_segment(text) for text in path.split("/")] if path else []
    given = _parameters(parts.query)
    if len(segments) > _MOST_PARTS or len(given) > _MOST_PARTS:
        return None
    kinds = tuple(segment for segment, _ in segments)
    key = (host, kinds, tuple(name for name, value in given.items() if value))
    if key not in counting:
        is_asked = len(counting) < _MOST_KINDS  # else asking would take too long; then all matter
        named = sorted(name for name, value in given.items() if value)
        counting[key] = tuple(name for name in named if not is_asked or _matters(parts, given, name))
    names = counting[key]
    values = (*(value for _, value in segments), *(given[name] for name in names))
    return Shape(("link", host, kinds, names), values, len(kinds))


def item_of(shape: Shape, fields: Sequence[Field]) -> str:
    """Return the regular expression that the absolute addresses of a family match in full.

    Any scheme, www. or m., other parameters and session ids are tolerated; another board is not.
    """
    _, host, kinds, names = shape.frame
    has_folder = any(not field.varies and len(field.values[0]) > 2 for field in fields[: len(kinds)])
    path = "".join(
        f"/{_segment_pattern(kind, field, has_folder)}" for kind, field in zip(kinds, fields, strict=False)
    )
    start = rf"https?://(?:www\.|m\.)?{_escaped(host)}{path}"
    slash = "" if kinds and kinds[-1].ending else "/?"
    asked = sorted(zip(names, fields[len(kinds) :], strict=True), key=lambda pair: pair[1].varies)
    if not asked:
        return start + slash + "(?:[;?].*)?"
    *others, last = [rf"(?:.*&)?{_escaped(name)}={_value_pattern(field)}" for name, field in asked]
    return start + slash + r"(?:;[^?]*)?\?" + "".join(f"(?={other}(?:&|$))" for other in others) + last + "(?:&.*)?"


def asks(shape: Shape) -> bool:
    """Tell whether parameters say which article is meant."""
    return bool(shape.frame[3])


def strength_of(shape: Shape, fields: Sequence[Field]) -> float:
    """Tell how far an id varies in a family, 0 to 1: numbers and hashes are ids, slugs less so, words are none."""
    kinds = [kind.kind for kind in shape.frame[2]] + [""] * len(shape.frame[3])
    return max((_strength(kind, field) for kind, field in zip(kinds, fields, strict=True)), default=0.0)


def _segment(text: str) -> tuple[Segment, str]:
    ending = _ENDING.search(text)
    stem = text[: ending.start()] if ending else text
    for kind, pattern in _SEGMENTS:
        found = pattern.fullmatch(stem)
        if found:
            mark = found[2] if kind == "slug-id" else ""
            value = found[2] if kind in ("digits", "date", "coded") else stem
            return Segment(kind, found[1], mark, ending[0] if ending else ""), value
    return Segment("name", "", "", ending[0] if ending else ""), stem


def _parameters(query: str) -> dict[str, str]:
    """Return the parameters as they are written: what is decoded cannot be found in the address again."""
    pairs = (pair.partition("=") for pair in query.split("&"))
    return {name: value for name, _, value in pairs if name}


def _matters(parts: SplitResult, given: dict[str, str], name: str) -> bool:
    without = "&".join(f"{other}={value}" for other, value in given.items() if other != name)
    return identity_of(parts.geturl()) != identity_of(parts._replace(query=without).geturl())


def _segment_pattern(segment: Segment, field: Field, has_folder: bool) -> str:
    before, mark, ending = _escaped(segment.before), _escaped(segment.mark), _escaped(segment.ending)
    if field.varies:
        inner = {
            "digits": r"\d+",
            "date": r"[\d._-]+",
            "coded": before + r"\d+",
            "slug-id": rf"[^/?]+{mark}\d+",
            "id-slug": rf"{before}\d+-[^/?]+",
            "name": _name_pattern(field, has_folder),
        }[segment.kind]
        return inner + ending
    return (before if segment.kind == "coded" else "") + _escaped(field.values[0]) + ending


def _name_pattern(field: Field, has_folder: bool) -> str:
    """Slugs have hyphens, the pages of a menu, at the same place where news have no folder of their own, often none.

    A dot begins an ending, which would be another kind.
    """
    letter = "[^/?;]" if any("." in value for value in field.values) else "[^/?;.]"
    has_hyphens = not has_folder and field.distinct and all("-" in value for value in field.values)
    return f"{letter}*-{letter}*" if has_hyphens else f"{letter}+"


def _value_pattern(field: Field) -> str:
    if not field.varies:
        return _escaped(field.values[0])
    return r"\d+" if all(map(str.isdecimal, field.values)) else r"[^&]+"


def _strength(kind: str, field: Field) -> float:
    if not field.varies or (field.is_date and kind == "digits"):
        return 0.2 if field.varies and field.distinct else 0.0
    if kind in ("coded", "slug-id", "id-slug"):
        return 1.0
    numbers = sum(1 for value in field.values if value.isdecimal() or _HEX.fullmatch(value))
    if numbers * 2 > len(field.values):
        return 1.0 if field.distinct else 0.0
    words = sum(1 for value in field.values if len(re.findall("[-_]", value)) >= 2 or len(value) >= 20)
    return 0.7 * words / len(field.values)


def _escaped(text: str) -> str:
    return re.escape(text).replace(r"\-", "-").replace(r"\&", "&")
