"""What pages say beside an article in eight languages, and sentences of articles that look alike."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler import page_words
from crawler.cleaning import cleaned
from crawler.cms import cms_named
from crawler.page_words import PageWordsError, with_page_words

FOLDER = Path(__file__).parent / "page_words"
LINES = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8"))["lines"] for file in sorted(FOLDER.glob("*.toml"))
}
LANGUAGES = ("de", "en", "es", "fr", "ja", "ko", "vi", "zh")
FIRST = "Lindental opened its footbridge on Monday, and people from both banks came to see it."
LAST = "Cyclists may cross the bridge at walking pace from next week, the council of the town said."

TEASERS = ["A ferry that nobody misses", "Steel from a mill upstream", "Schools plan a run over the bridge"]


def each(kind: str) -> list[str]:
    return [line for language in LANGUAGES for line in LINES[language][kind]]


def lines_of(*lines: str, title: str | None = None) -> list[str]:
    return cleaned(lines, cms_named("generic"), title)


@pytest.mark.parametrize("line", each("noise"))
def test_what_pages_say_beside_an_article_is_dropped(line: str) -> None:
    assert lines_of(FIRST, line, LAST) == [FIRST, LAST]


@pytest.mark.parametrize("line", each("article"))
def test_a_sentence_or_a_heading_that_looks_alike_stays(line: str) -> None:
    assert lines_of(FIRST, line, LAST) == [FIRST, line, LAST]


@pytest.mark.parametrize("heading", each("lists"))
def test_a_list_of_other_articles_ends_the_text_only_if_no_sentence_follows(heading: str) -> None:
    assert lines_of(FIRST, LAST, heading, *TEASERS) == [FIRST, LAST]
    assert lines_of(FIRST, heading, *TEASERS, LAST) == [FIRST, LAST]


def test_every_language_has_words_of_every_kind() -> None:
    files = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in page_words.FOLDER.glob("*.toml")}
    kinds = {language: set(kinds_of(words)) for language, words in files.items()}
    every = set().union(*kinds.values())
    assert {language: sorted(every - own) for language, own in kinds.items() if every - own} == {}
    assert sorted(files) == list(LANGUAGES)


def kinds_of(words: dict[str, Any]) -> list[str]:
    tables = {name: table for name, table in words.items() if isinstance(table, dict)}
    return [f"{name}.{kind}" for name, table in tables.items() for kind, patterns in table.items() if patterns]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[noise\n", "Expected"),
        ("[noise]\nrights = ['x']\n", "letters"),
        ("letters = 'a-z'\n[noise]\nrights = ['(']\n", "unterminated"),
        ("letters = 'a-z'\n[noise]\nrights = 3\n", "not iterable"),
        ("letters = 'a-z'\nnoise = 3\n", "no attribute"),
    ],
)
def test_a_file_of_words_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, message: str
) -> None:
    (tmp_path / "xx.toml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(page_words, "FOLDER", tmp_path)
    with pytest.raises(PageWordsError, match=rf"xx\.toml: .*{message}"):
        with_page_words({})


def test_the_words_stand_behind_what_a_file_has_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "letters = 'A-Za-z'\n[noise]\nshare = ['share']\nrights = ['all rights']\n[refuse]\nlogin = ['log in']\n"
    (tmp_path / "xx.toml").write_text(words, encoding="utf-8")
    monkeypatch.setattr(page_words, "FOLDER", tmp_path)
    joined = with_page_words({"lines": {"noise": ["own"]}, "identity": []})
    assert joined["lines"]["noise"][0] == "own"
    assert re.fullmatch(joined["lines"]["noise"][1], "ALL RIGHTS")
    assert (joined["refuse"], joined["identity"]) == ({"login": ["(?i)log in"]}, [])
