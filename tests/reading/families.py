"""The looks of sites: families of software, each in several variants, and which of them are held out."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

FOLDER = Path(__file__).parent / "skins"
PARTS = ("known", "held_out")


@dataclass(frozen=True, slots=True)
class Skin:
    """One variant of a family of software."""

    family: str
    variant: str
    folder: Path  # of all skins
    languages: tuple[str, ...]
    address: str  # path of an article, with {number}, {slug} and {date:…} to fill in
    charset: str
    part: str  # "known" | "held_out"

    @property
    def key(self) -> str:
        """The name of the skin, and of its template below the folder."""
        return f"{self.family}/{self.variant}"


def skins_in(folder: Path = FOLDER) -> list[Skin]:
    """All skins that families.toml of the folder has, in the order of their keys."""
    families = tomllib.loads((folder / "families.toml").read_text(encoding="utf-8"))
    return [skin for family, table in sorted(families.items()) for skin in _variants(folder, family, table)]


def held_out(keys: Sequence[str]) -> str | None:
    """Which skin of a family is held out: one of them, by a hash of their keys; multiples of 3 come first."""
    chosen = [key for key in keys if _hash(key) % 3 == 0]
    return min(chosen or keys, key=_hash, default=None)


def _variants(folder: Path, family: str, table: dict[str, Any]) -> list[Skin]:
    names = sorted(file.stem for file in (folder / family).glob("*.html"))
    hidden = held_out([f"{family}/{name}" for name in names])
    return [
        Skin(
            family,
            name,
            folder,
            tuple(table["languages"]),
            table["address"],
            table.get("charsets", {}).get(name, "utf-8"),
            PARTS[f"{family}/{name}" == hidden],
        )
        for name in names
    ]


def _hash(key: str) -> int:
    return crc32(key.encode())
