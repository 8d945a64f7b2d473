"""What differs between languages, as data: one file a language, all with the same keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def supported() -> tuple[str, ...]:
    """The languages that have a file, as ISO 639-1 codes in order."""
    names = (item.name for item in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def section(language: str, name: str) -> Mapping[str, Any]:
    """One table of a language file. Raises KeyError for a language or table that is not there."""
    if language not in supported():
        raise KeyError(f"no language file for '{language}'")
    document = tomllib.loads(files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))
    table: Mapping[str, Any] = document[name]
    return table
