from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from stories.judging.lexicon import KINDS, OBJECTIONS, WORDS, lexicon
from stories.languages import section, supported

CODE = Path(__file__).parents[2] / "stories"


def keys(table: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, value in table.items():
        yield f"{before}{name}"
        if isinstance(value, Mapping):
            yield from keys(value, f"{before}{name}.")


@pytest.mark.parametrize("language", supported())
def test_a_language_file_has_the_keys_of_every_other(language: str) -> None:
    model = set(keys(section("en", "judge")))
    mine = set(keys(section(language, "judge")))
    assert model - mine == set(), f"missing in {language}.toml"
    assert mine - model == set(), f"only in {language}.toml"


@pytest.mark.parametrize("language", supported())
def test_every_rule_of_the_code_has_its_words(language: str) -> None:
    table = section(language, "judge")
    assert set(table["words"]) == set(WORDS)
    assert set(table["kinds"]) == set(KINDS)
    assert set(table["against"]) == set(OBJECTIONS)
    assert lexicon(language).objections


def test_no_code_of_the_judge_branches_on_a_language() -> None:
    for path in (*CODE.glob("judg*/*.py"), CODE / "sentences.py"):
        source = path.read_text(encoding="utf-8")
        assert not [name for name in supported() if f'"{name}"' in source], path.name
