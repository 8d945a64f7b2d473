"""The rules of the house that a linter does not know."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("crawler", "spiders", "scheduler", "db", "digest", "stories")
CODE = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
DATA = sorted((ROOT / "stories").rglob("*.toml")) + sorted((ROOT / "seeds" / "cms").glob("*.toml"))
WRITTEN = [
    file
    for pattern in ("*.md", "docs/**/*.md", "**/*.py", "**/*.toml", "Makefile", "Dockerfile", "NOTICE", ".ci/run")
    for file in ROOT.glob(pattern)
    if not {".venv", ".demo", ".git"} & set(file.relative_to(ROOT).parts)
]


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_is_one_room_and_not_a_grab_bag(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 250
    assert file.stem not in {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_code_does_not_branch_on_a_language(file):
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"""\b(?:language|locale|lang)\s*(?:==|!=)\s*["']""", text)
    assert not re.search(r"""\b(?:language|locale|lang)\s+(?:not )?in\s*[({\[]?\s*["']""", text)


def seed_words():
    """Names that only the seeds use: no rule may be made for them."""
    for file in (ROOT / "seeds" / "documents").glob("*.toml"):
        seed = tomllib.loads(file.read_text(encoding="utf-8"))
        yield from (name for party in seed["parties"] for name in (party["name"], *party["aliases"]) if len(name) > 5)
        yield seed["url"].split("/")[2]


def test_nothing_in_the_product_knows_the_seeds():
    for file in CODE + DATA:
        text = file.read_text(encoding="utf-8")
        found = [name for name in seed_words() if name in text]
        assert found == [], f"{file.relative_to(ROOT)} names {found}"


def test_architecture_stays_two_pages():
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 100


def test_every_drop_reason_is_documented():
    documented = set(
        re.findall(r"^\| `(\w+)`", (ROOT / "docs" / "drops.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    used = {word for file in CODE for word in re.findall(r'\bDrop\(\s*"(\w+)"', file.read_text(encoding="utf-8"))}
    assert used
    assert used <= documented


def test_no_text_names_a_package_registry_or_a_place_of_somebodys_machine():
    registry = re.compile(
        "py" + r"pi\.org|python" + r"hosted\.org|npm" + r"js\.(?:org|com)|/wo" + r"rk/|/ho" + "me/[a-z]+/src"
    )
    for file in [*WRITTEN, ROOT / "requirements.lock"]:
        assert not registry.search(file.read_text(encoding="utf-8")), file
