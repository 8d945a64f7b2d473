"""A reader's profile: what a person writes in TOML, and the interests that it stands for."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Mapping
from typing import Any

from stories.folding import folded
from stories.interests import LINES, Interests, Lines
from stories.languages import section, supported
from stories.model import Kind
from stories.places.spelled import meant_by

Profile = Mapping[str, Any]  # as written, in JSON types: LINES, minimum_score, without (LINES again)
_SCORE, _WITHOUT = "minimum_score", "without"
_ASKS_FOR = {
    "places": '["Sachsen", "KR"]',
    "sectors": '["energy"]',
    "kinds": '["mou"]',
    "languages": '["ko"]',
    "parties": '["University"]',
    "words": '["hydrogen"]',
}


class ProfileError(ValueError):
    """A profile that cannot be used; the message says where, and what is allowed."""


def profile_from(document: bytes) -> dict[str, Any]:
    """Read and check a TOML document (UTF-8); an empty one is the profile that keeps all. Raises ProfileError."""
    try:
        profile = tomllib.loads(document.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProfileError(f"not valid TOML: not saved as UTF-8 (byte {error.start})") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProfileError(f"not valid TOML: {error}") from error
    _check_keys(profile, (*LINES, _SCORE, _WITHOUT))
    _check_score(profile.get(_SCORE, 0))
    _check_lines(profile)
    without = profile.get(_WITHOUT, {})
    if not isinstance(without, dict):
        raise ProfileError(f"{_WITHOUT} must be a table: write [{_WITHOUT}], and below it what is left out")
    _check_keys(without, LINES, f"[{_WITHOUT}] ")
    _check_lines(without, f"[{_WITHOUT}] ")
    return {key: profile[key] for key in lines_of(profile)}


def lines_of(profile: Profile) -> list[str]:
    """The names of what a profile says, in the order in which they are written; none for the one that keeps all."""
    return [key for key in (*LINES, _SCORE, _WITHOUT) if profile.get(key) not in (None, {})]


def profile_text(profile: Profile) -> str:
    """Write a profile as the TOML that makes it again; empty for the one that keeps all, else ends with a newline."""
    score = [f"{_SCORE} = {profile[_SCORE]}"] if _SCORE in profile else []
    without = _written(profile.get(_WITHOUT, {}))
    blocks = ([*_written(profile), *score], [f"[{_WITHOUT}]", *without] if without else [])
    return "\n".join("\n".join(block) + "\n" for block in blocks if block)


def interests_of(profile: Profile) -> Interests:
    """What a checked profile stands for."""
    return Interests(_lines(profile), _lines(profile.get(_WITHOUT, {})), float(profile.get(_SCORE, 0)))


def _lines(table: Profile) -> Lines:
    return {line: tuple(table[line]) for line in LINES if line in table}


def _written(table: Profile) -> list[str]:
    return [f"{line} = {json.dumps(table[line], ensure_ascii=False)}" for line in LINES if line in table]


def _check_keys(table: Profile, known: Collection[str], where: str = "") -> None:
    if unknown := sorted(set(table) - set(known)):
        raise ProfileError(f"{where}unknown key '{unknown[0]}'; known: {', '.join(known)}")


def _check_score(score: object) -> None:
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise ProfileError(f"{_SCORE} must be a number from 0 to 1, e.g. 0.8")


def _check_lines(table: Profile, where: str = "") -> None:
    for line in set(table) & set(LINES):
        _check_line(table[line], line, where + line)


def _check_line(asked: object, line: str, where: str) -> None:
    if not isinstance(asked, list) or not all(isinstance(each, str) for each in asked):
        raise ProfileError(f"{where} must be a list of texts in quotes, e.g. {line} = {_ASKS_FOR[line]}")
    if not asked:
        raise ProfileError(f"{where} is empty, and nothing would fit it: leave the line out")
    for each in asked:
        if not (folded(each) and folded(each).isprintable()):
            raise ProfileError(f"{where}: a text is blank or holds characters that cannot be seen")
    _check_known(asked, line, where)


def _check_known(asked: Collection[str], line: str, where: str) -> None:
    allowed = _vocabularies().get(line)
    for each in asked:
        if line == "places" and not meant_by(each):
            raise ProfileError(
                f"{where}: no place '{each}' is known; write a country in two capitals (ISO 3166, e.g. KR) or by"
                " name, or a region or town as stories name it; what else they name is found by parties or words"
            )
        if allowed and each not in allowed:
            raise ProfileError(f"{where}: there is no '{each}'; choose from {', '.join(allowed)}")


def _vocabularies() -> Mapping[str, Collection[str]]:
    first, *_ = supported()  # every language file has the same sectors
    sectors = section(first, "facts")["sectors"]
    return {"kinds": [kind.value for kind in Kind], "languages": supported(), "sectors": sectors}
