from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from pathlib import Path

import pytest

from stories.model import Kind, Status

DOCUMENTS = Path(__file__).parents[2] / "seeds" / "documents"
# The texts as they were handed over; not one byte of them may change.
SHA256 = {
    "000_366cb8b8b61f4b8c.txt": "5d6c788d5922393b4d1daf6edfcaaff8716bcbf431108c62e156aef80ffade87",
    "001_dafc680d6371e579.txt": "0ccbfc7a447ee3c4df9df6b7490e8e4afdd30d69c28fe7f041728dcedc6cecbd",
    "002_0aa00bd074892d20.txt": "fdd73ad4e22351e8f45c1374babec344f83c5f5a7bdd6c2f4860269aaca8a6e2",
    "003_e77d94afda9b0ead.txt": "b18db375ac2d94171f9fba5aff4569596680dddf0c075676b9d9bed705025b4c",
    "004_24362ab66abf6e45.txt": "4a308cc83afefffa585a21f0eb7f7922f109c0e71bc7821f322ba6f85f21727a",
}


def test_the_documents_are_the_five_texts_byte_for_byte():
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in DOCUMENTS.glob("*.txt")}
    assert found == SHA256


@pytest.fixture(params=sorted(SHA256), ids=lambda name: name[:3])
def expected(request) -> dict[str, object]:
    return tomllib.loads((DOCUMENTS / request.param).with_suffix(".toml").read_text(encoding="utf-8"))


def test_a_document_has_its_expected_facts_beside_it(expected):
    assert expected["url"].startswith(("http://", "https://"))
    assert expected["title"]
    assert expected["publisher"]
    assert expected["language"] in ("ko", "en", "de")
    assert expected["kind"] in list(Kind)
    assert expected["status"] in list(Status)
    assert isinstance(expected.get("event_date"), date | None)


def test_every_expected_party_and_place_has_a_country(expected):
    assert len(expected["parties"]) >= 2
    assert expected["places"]
    for named in (*expected["parties"], *expected["places"]):
        assert named["name"]
        assert len(named["country"]) == 2
        assert named["country"].isupper()


def test_every_expected_party_stands_in_the_document(expected, request):
    text = (DOCUMENTS / request.node.callspec.params["expected"]).read_text(encoding="utf-8")
    for party in expected["parties"]:
        names = (party["name"], *party.get("aliases", ()))
        assert any(name in text for name in names), party["name"]
