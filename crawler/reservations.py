"""Whether a page is reserved against text and data mining: TDMRep, and `noai` among the robots directives.

TDMRep is the TDM Reservation Protocol, the final report of a W3C community group
(https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/). `noai` is a convention without a standard,
written like other robots directives; `noimageai` speaks of images, which are not read here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from protego import Protego

from crawler.decoding import decode

TDMREP = "/.well-known/tdmrep.json"
MOST_BYTES = 512 * 1024  # of a page or a tdmrep.json are looked at
_MOST_RULES = 500
_SAID = {"1": True, "0": False}  # any other value counts as unset
_VALUED = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")  # no crawlers' names
_SCOPE = re.compile(r"\s*([A-Za-z*][\w.-]*)\s*:")
_TOKEN = re.compile(r"<!--|-->|<meta\b[^<>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


@dataclass(frozen=True, slots=True)
class Tdmrep:
    """The rules of a tdmrep.json in its order: patterns of paths, and whether what they match is reserved."""

    rules: tuple[tuple[str, Protego, bool], ...] = ()

    def says(self, url: str) -> tuple[str, bool] | None:
        """Return the first rule that matches: in this protocol the most specific one is the first in sequence."""
        found = (
            (location, is_reserved) for location, rule, is_reserved in self.rules if not rule.can_fetch(url, "*")
        )
        return next(found, None)


def read_tdmrep(status: int, body: bytes) -> Tdmrep:
    """Understand the answer to a request for /.well-known/tdmrep.json; without a readable file there are no rules."""
    if not 200 <= status < 300:
        return Tdmrep()
    try:
        said = json.loads(decode(body[:MOST_BYTES]))
    except (ValueError, RecursionError):
        return Tdmrep()
    rules = [said] if isinstance(said, dict) else said if isinstance(said, list) else []  # the brackets are forgotten
    return Tdmrep(tuple(filter(None, map(_rule, rules[:_MOST_RULES]))))


def reserved(
    headers: Mapping[str, str] | Iterable[tuple[str, str]],
    html: str | None,
    tdmrep: Tdmrep | None,
    url: str,
    agent: str = "pactwatch",
) -> str | None:
    """Say in one sentence why the page at `url` is reserved against text and data mining; None if it is not.

    `headers` are those of its response with names in lower case, repeated ones as often as they came; `html` is the
    page (only its meta tags count), `tdmrep` the file of its origin, `agent` our product token. Of TDMRep the page
    goes before its header, that before the file; what one does not say does not undo the other. `noai` counts alone.
    """
    pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
    metas = list(_metas(html or ""))
    if why := _noai(pairs, metas, agent.lower()):
        return why
    declared = (
        (_said(content for name, content in metas if name == "tdm-reservation"), "the page says tdm-reservation 1"),
        (_said(value for name, value in pairs if name == "tdm-reservation"), "its header says tdm-reservation: 1"),
    )
    for is_reserved, why in declared:
        if is_reserved is not None:
            return why if is_reserved else None
    rule = tdmrep.says(url) if tdmrep else None
    return f"{TDMREP} reserves {rule[0]}" if rule and rule[1] else None


def page_text(body: bytes, content_type: str | None) -> str:
    """Return as much of a page as is looked at for its meta tags."""
    return decode(body[:MOST_BYTES], content_type)


def _rule(rule: object) -> tuple[str, Protego, bool] | None:
    if not isinstance(rule, dict):
        return None
    location, is_reserved = rule.get("location"), _SAID.get(str(rule.get("tdm-reservation")).strip())
    if not isinstance(location, str) or is_reserved is None or not location.isprintable():
        return None
    # The report takes the matching of robots.txt over, with * and $.
    return location, Protego.parse(f"User-agent: *\nDisallow: {location}"), is_reserved


def _said(values: Iterable[str]) -> bool | None:
    """Return what valid values say; of contradicting ones the reservation."""
    said = [_SAID[value] for value in map(str.strip, values) if value in _SAID]
    return any(said) if said else None


def _noai(pairs: list[tuple[str, str]], metas: list[tuple[str, str]], agent: str) -> str | None:
    if any(_is_noai(value, agent) for name, value in pairs if name == "x-robots-tag"):
        return "its header X-Robots-Tag says noai"
    if any(_is_noai(content, agent) for name, content in metas if name in ("robots", agent)):
        return "the page says noai to robots"
    return None


def _is_noai(directives: str, agent: str) -> bool:
    """Tell whether `noai` is among directives, for all crawlers or for us: "a: noindex, b: noai" names two."""
    scope = "*"
    for directive in directives.lower().split(","):
        named = _SCOPE.match(directive)
        if named and named[1] not in _VALUED:
            scope, directive = named[1], directive[named.end() :]
        if directive.strip() == "noai" and scope in ("*", agent):
            return True
    return False


def _metas(html: str) -> Iterator[tuple[str, str]]:
    """Yield name (in lower case) and content of the meta tags outside comments; in linear time, without a parser."""
    is_comment = False
    for token in _TOKEN.finditer(html):
        if token[0] in ("<!--", "-->"):
            is_comment = token[0] == "<!--"
        elif not is_comment:
            given = {name.lower(): "".join(values) for name, *values in _ATTRIBUTE.findall(token[0])}
            yield given.get("name", "").strip().lower(), unescape(given.get("content", ""))
