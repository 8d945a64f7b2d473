"""Pages that stand where an article should be, in eight languages, and the short articles beside them that stay."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.identity import identity_of
from crawler.model import Entry, Page, Source, Watch
from crawler.reading import Bundle, read
from stories.model import Article, Drop

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
URL = "https://news.example.org/city/bridge-1204"
SOURCE = Source(
    "s", "The Courier", "https://news.example.org/", "DE", "Europe/Berlin", (Watch("listing", URL, ".*"),)
)

FOLDER = Path(__file__).parent / "page_words"
WORDS = {file.stem: tomllib.loads(file.read_text(encoding="utf-8"))["pages"] for file in FOLDER.glob("*.toml")}
LANGUAGES = sorted(WORDS)
FIELDS = "".join(f"<label>{n}<input name='f{n}'></label>" for n in range(4))


def seen(main: str) -> Article | Bundle | Drop:
    head = "<head><title>The Courier</title></head>"
    html = f"<!DOCTYPE html><html>{head}<body><nav><a href='/'>Home</a></nav>{main}</body></html>"
    page = Page(URL, URL, 200, (("content-type", "text/html; charset=utf-8"),), html.encode(), NOW)
    return read(page, Entry(URL, identity_of(URL)), SOURCE, NOW)


def reason_of(main: str) -> str | None:
    found = seen(main)
    return found.reason if isinstance(found, Drop) else None


@pytest.mark.parametrize("reason", ["soft_404", "login_wall", "consent_wall"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_says_why_it_is_no_article_is_dropped_for_that(language: str, reason: str) -> None:
    assert reason_of(f"<main><p>{WORDS[language][reason]}</p></main>") == reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_asks_for_scripts_needs_them(language: str) -> None:
    assert reason_of(f"<div id='app'></div><noscript>{WORDS[language]['needs_js']}</noscript>") == "needs_js"


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_to_other_articles_are_a_list(language: str) -> None:
    title, lead = WORDS[language]["list"], WORDS[language]["film"]
    rows = "".join(f"<li><h3><a href='/n/{n}'>{title} {n}</a></h3><p>{lead}</p></li>" for n in range(12))
    assert reason_of(f"<main><ul>{rows}</ul></main>") == "list"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_film_a_file_and_a_form_with_a_few_words_are_no_article(language: str) -> None:
    words = WORDS[language]
    film = f"<iframe src='https://player.example.org/player/12'></iframe><p>{words['film']}</p>"
    file = f"<p>{words['file']}</p><a href='/files/release.pdf'>release.pdf</a>"
    form = f"<form><p>{words['form']}</p>{FIELDS}</form>"
    assert [reason_of(f"<main>{main}</main>") for main in (film, file, form)] == ["video", "attachment_only", "form"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_sentences_are_an_article(language: str) -> None:
    text = WORDS[language]["article"]
    found = seen(f"<main><h1>Lindental 2026</h1><article><p>{text}</p></article></main>")
    assert isinstance(found, Article)
    assert (found.text, found.language) == (text, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_article_between_a_cookie_note_and_a_login_form_is_one(language: str) -> None:
    words = WORDS[language]
    note = f"<div role='dialog'><p>{words['consent_wall']}</p></div>"
    login = "<form><input name='user'><input type='password' name='word'></form>"
    found = seen(f"{note}<article><p>{words['article']}</p></article>{login}")
    assert isinstance(found, Article)
    assert found.text == words["article"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_article_between_long_lists_and_beside_files_is_one(language: str) -> None:
    words = WORDS[language]
    rows = "".join(f"<li><a href='/n/{n}'>{words['list']} {n}</a></li>" for n in range(20))
    file = "<ul><li><a href='/files/release.pdf'>release.pdf</a></li></ul>"
    found = seen(f"<ul>{rows}</ul><main><article><p>{words['article']}</p></article>{file}</main><ul>{rows}</ul>")
    assert isinstance(found, Article)
    assert found.text == words["article"]
