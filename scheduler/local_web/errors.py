"""What can be wrong with the files of a local web."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")


class SiteFileError(ValueError):
    """A file of a site that cannot be used; the message names the file and the key."""

    def __init__(self, file: Path, why: str) -> None:
        """Say which `file` it is and `why` it cannot be used."""
        super().__init__(f"{file.parent.name}/{file.name}: {why}")


def made(kind: type[Made], table: Mapping[str, Any], file: Path) -> Made:
    """Build the dataclass `kind` of a TOML table; unknown or missing keys raise SiteFileError."""
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
    return kind(**table)
