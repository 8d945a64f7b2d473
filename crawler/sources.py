"""Source files -> Source. A broken block is reported with its file, its id and the key, and what to write instead."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.cms import CmsFileError, cms_named
from crawler.model import Source, Watch

WATCH_KINDS = ("feed", "listing", "sitemap", "wp-json")
_CHOOSING = ("listing", "sitemap")  # kinds that take item
_REQUIRED = ("id", "name", "homepage", "country", "timezone", "watch")
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "id": str,
    "name": str,
    "homepage": str,
    "country": str,
    "timezone": str,
    "watch": list,
    "cms": str,
    "languages": list,
    "tell_archive": bool,
    "delay": (int, float),
    "kind": str,
    "confidence": str,
    "checked": str,
    "evidence": str,
    "note": str,
}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")


class SourceFileError(ValueError):
    """A source file that cannot be used; the message says where and what to do."""


def load_sources(folder: Path) -> list[Source]:
    """Read every `*.toml` of `folder`, in name order.

    Raises SourceFileError for unreadable TOML, unknown or missing keys, bad values, ids used twice.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise SourceFileError(f"{folder}: no source file (*.toml) here; `pactwatch init` writes some")
    found: dict[str, tuple[Source, Path]] = {}
    for file in files:
        for source in _sources_of(file):
            if source.id in found:
                where = found[source.id][1].name
                raise SourceFileError(
                    f"{file.name}: the id '{source.id}' is already used in {where}; ids must be unique"
                )
            found[source.id] = (source, file)
    return [source for source, _ in found.values()]


def source_from_block(block: Mapping[str, Any], where: str = "source") -> Source:
    """Check one block and make a Source of it; `where` starts every message."""
    where = f"{where}, source '{block.get('id', '?')}'"
    _check_keys(block, where)
    watch = tuple(_watch(way, where) for way in block["watch"])
    if not watch:
        raise SourceFileError(f"{where}: give at least one [[source.watch]]")
    values = {key: value for key, value in block.items() if key not in ("watch", "languages")}
    source = Source(**values, watch=watch, languages=tuple(block.get("languages", ())))
    _check_values(source, where)
    return source


def block_of(source: Source) -> dict[str, Any]:
    """Return the block that makes this source again (JSON and TOML types only, None left out)."""
    block = dataclasses.asdict(source)
    block["watch"] = [{key: value for key, value in way.items() if value is not None} for way in block["watch"]]
    block["languages"] = list(source.languages)
    return {key: value for key, value in block.items() if value is not None}


def _sources_of(file: Path) -> Iterable[Source]:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceFileError(f"{file.name}: not valid TOML: {error}") from error
    except OSError as error:
        raise SourceFileError(f"{file}: cannot be read: {error.strerror}") from error
    unknown = set(document) - {"source"}
    blocks = document.get("source", [])
    if unknown or not isinstance(blocks, list):
        raise SourceFileError(f"{file.name}: only [[source]] blocks belong here{_list(unknown)}")
    return [source_from_block(block, file.name) for block in blocks]


def _check_keys(block: Mapping[str, Any], where: str) -> None:
    unknown = set(block) - set(_TYPES)
    if unknown:
        raise SourceFileError(f"{where}: unknown key{_list(unknown)}; known: {', '.join(_TYPES)}")
    missing = [key for key in _REQUIRED if key not in block]
    if missing:
        raise SourceFileError(f"{where}: missing key{_list(missing)}")
    for key, value in block.items():
        if not isinstance(value, _TYPES[key]):
            raise SourceFileError(f"{where}: {key} has the wrong type ({type(value).__name__})")


def _check_values(source: Source, where: str) -> None:
    if not _ID.fullmatch(source.id):
        raise SourceFileError(f"{where}: id must be 2 to 63 lower-case letters, digits and '-'")
    if not re.fullmatch(r"[A-Z]{2}", source.country):
        raise SourceFileError(f"{where}: country must be two capital letters (ISO 3166), e.g. 'KR'")
    try:
        ZoneInfo(source.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SourceFileError(
            f"{where}: unknown timezone '{source.timezone}'; write an IANA name, e.g. 'Asia/Seoul'"
        ) from error
    if source.cms is not None:
        _check_cms(source.cms, where)
    for url in (source.homepage, *(way.url for way in source.watch)):
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise SourceFileError(f"{where}: '{url}' is not an http(s) address")


def _check_cms(name: str, where: str) -> None:
    try:
        cms_named(name)
    except CmsFileError as error:
        raise SourceFileError(f"{where}: {error}") from error


def _watch(way: object, where: str) -> Watch:
    if not isinstance(way, dict) or set(way) - {"kind", "url", "item", "link"} or "url" not in way:
        raise SourceFileError(
            f"{where}: [[source.watch]] takes kind, url, item (listings, sitemaps) and link (listings)"
        )
    if way.get("kind") not in WATCH_KINDS:
        raise SourceFileError(f"{where}: watch kind must be one of {', '.join(WATCH_KINDS)}")
    if "item" in way and way["kind"] not in _CHOOSING:
        raise SourceFileError(f"{where}: a {way['kind']} takes no item; leave it out")
    if "link" in way and (way["kind"] != "listing" or "item" not in way):
        raise SourceFileError(f"{where}: link belongs to a listing whose item finds the id in a script link")
    if "item" in way:
        _check_pattern(way["item"], where)
    return Watch(**way)


def _check_pattern(pattern: object, where: str) -> None:
    if not isinstance(pattern, str):
        raise SourceFileError(f"{where}: item must be a regular expression for article URLs, in quotes")
    try:
        re.compile(pattern)
    except re.error as error:
        raise SourceFileError(f"{where}: item is not a regular expression: {error}") from error


def _list(names: Iterable[str]) -> str:
    return f" {', '.join(sorted(names))}" if names else ""
