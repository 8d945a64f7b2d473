"""The words of the digest: one file of labels a locale, all with the same keys; plurals as CLDR names them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

FALLBACK = "en"


@cache
def available() -> tuple[str, ...]:
    """The locales that have labels, in order."""
    names = (item.name for item in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def labels(locale: str) -> Mapping[str, Any]:
    """The labels of a locale. Raises KeyError for one that has no file."""
    if locale not in available():
        raise KeyError(f"no labels for '{locale}'")
    return tomllib.loads(files(__name__).joinpath(f"{locale}.toml").read_text(encoding="utf-8"))


def best(wanted: str) -> str:
    """The locale with labels that serves a wanted one: its language (BCP 47), else English."""
    language = wanted.replace("_", "-").split("-")[0].lower()
    return language if language in available() else FALLBACK
