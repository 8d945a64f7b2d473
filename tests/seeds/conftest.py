from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scheduler.local_web import LocalWeb, running

WEB = Path(__file__).parents[2] / "seeds" / "web"
DOCUMENTS = WEB.parent / "documents"


@dataclass(frozen=True)
class Decoy:
    """An article of the local web that is no partnership story."""

    file: Path
    front: dict[str, Any]
    body: str

    @property
    def text(self) -> str:
        return f"{self.front['title']}\n{self.body}"

    def __str__(self) -> str:
        return f"{self.file.parent.parent.name}/{self.file.stem}"


def _front_and_body(file: Path) -> tuple[dict[str, Any], str]:
    _, front, body = file.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(front), body


@cache
def decoys() -> tuple[Decoy, ...]:
    read = ((file, *_front_and_body(file)) for file in sorted(WEB.glob("*/articles/*.md")))
    return tuple(Decoy(file, front, body) for file, front, body in read if "decoy_class" in front)


@cache
def documents() -> tuple[dict[str, Any], ...]:
    """The expected facts of each seed document, with its `text`."""
    return tuple(
        {
            **tomllib.loads(file.read_text(encoding="utf-8")),
            "text": file.with_suffix(".txt").read_text(encoding="utf-8"),
        }
        for file in sorted(DOCUMENTS.glob("*.toml"))
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "decoy" in metafunc.fixturenames:
        metafunc.parametrize("decoy", decoys(), ids=str)
    if "document" in metafunc.fixturenames:
        metafunc.parametrize("document", documents(), ids=lambda document: document["publisher"])


@pytest.fixture(scope="session")
def all_decoys() -> tuple[Decoy, ...]:
    return decoys()


@pytest.fixture(scope="session")
def all_documents() -> tuple[dict[str, Any], ...]:
    return documents()


@pytest.fixture(scope="session")
def web() -> Iterator[LocalWeb]:
    """The shipped local web."""
    with running(WEB) as web:
        yield web
