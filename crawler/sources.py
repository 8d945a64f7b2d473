"""Source files -> Source. A broken block is reported with its file, its id and the key, and what to write instead."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crawler.model import Source, Watch
from crawler.source_rules import (
    CONFIDENCES,
    SOURCE_KINDS,
    WATCH_KINDS,
    SourceFileError,
    check_block,
    check_source,
    check_way,
    iso_date,
)

__all__ = [
    "CONFIDENCES",
    "SOURCE_KINDS",
    "WATCH_KINDS",
    "SourceFileError",
    "block_of",
    "load_file",
    "load_sources",
    "source_from_block",
]


def load_sources(folder: Path) -> list[Source]:
    """Read every `*.toml` of `folder`, in name order.

    All or nothing: raises SourceFileError for unreadable TOML, unknown or missing keys, bad values, ids used twice.
    Who has loaded the folder before goes on with what it had then, and says what the message says.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise SourceFileError(
            f"{folder}: no source file (*.toml) here; `pactwatch init` writes some, `pactwatch sources add` one"
        )
    found: dict[str, tuple[Source, Path]] = {}
    for file in files:
        for source in load_file(file):
            if source.id in found:
                there = found[source.id][1].name
                raise SourceFileError(
                    f"{file.name}, source '{source.id}': the id is already used in {there}; give one of them another"
                )
            found[source.id] = (source, file)
    return [source for source, _ in found.values()]


def load_file(file: Path) -> list[Source]:
    """Read the blocks of one source file. Raises SourceFileError."""
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SourceFileError(f"{file.name}: not valid TOML: {error}") from error
    except UnicodeDecodeError as error:
        raise SourceFileError(f"{file.name}: not valid TOML: not saved as UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise SourceFileError(f"{file}: cannot be read: {error.strerror}") from error
    unknown = sorted(set(document) - {"source"})
    blocks = document.get("source", [])
    if unknown or not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        wrong = ", ".join(unknown) or "source = …"
        raise SourceFileError(f"{file.name}: only [[source]] blocks belong here; take out {wrong}")
    return [source_from_block(block, file.name) for block in blocks]


def source_from_block(block: Mapping[str, Any], where: str = "source") -> Source:
    """Check one block and make a Source of it; `where` starts every message. Raises SourceFileError."""
    where = f"{where}, source '{block.get('id', '?')}'"
    check_block(block, where)
    source = Source(
        **{
            **block,
            "watch": tuple(_watch(way, where) for way in block["watch"]),
            "languages": tuple(block.get("languages", ())),
            "checked": iso_date(block.get("checked"), where),
        }
    )
    check_source(source, where)
    return source


def block_of(source: Source) -> dict[str, Any]:
    """Return the block that makes this source again (JSON and TOML types only, None left out)."""
    block = dataclasses.asdict(source)
    block["watch"] = [_known(way) for way in block["watch"]]
    block["languages"] = list(source.languages)
    return _known(block)


def _watch(way: object, where: str) -> Watch:
    return Watch(**check_way(way, where))


def _known(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}
