"""What can be wrong with the files of a local web."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


class SiteFileError(ValueError):
    """A file of a site that cannot be used; the message names the file and the key."""

    def __init__(self, file: Path, why: str) -> None:
        """Say which `file` it is and `why` it cannot be used."""
        super().__init__(f"{file.parent.name}/{file.name}: {why}")


def made(kind: type[Made], table: Mapping[str, Any], file: Path) -> Made:
    """Build the dataclass `kind` of a TOML table; unknown or missing keys and wrong types raise SiteFileError."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    if unknown := sorted(set(table) - set(known)):
        raise SiteFileError(file, f"unknown key {', '.join(unknown)}; known: {', '.join(known)}")
    missing = [
        name
        for name, field in known.items()
        if name not in table and field.default is MISSING and field.default_factory is MISSING
    ]
    if missing:
        raise SiteFileError(file, f"missing key {', '.join(missing)}")
    hints = get_type_hints(kind)
    for name, value in table.items():
        if not _fits(value, hints[name]):
            raise SiteFileError(file, f"{name} = {value!r} has the wrong type")
    return kind(**table)


def _fits(value: object, hint: Any) -> bool:
    if isinstance(hint, UnionType):
        return any(_fits(value, choice) for choice in get_args(hint))
    origin = get_origin(hint) or hint
    if origin in (list, tuple):  # of one type, `list[str]` or `tuple[Mapping[str, Any], ...]`
        return isinstance(value, list) and all(_fits(item, get_args(hint)[0]) for item in value)
    if isinstance(value, bool):  # to Python a bool is a number too
        return origin is bool
    return isinstance(value, (int, float) if origin is float else origin)
