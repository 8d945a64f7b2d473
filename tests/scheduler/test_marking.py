"""`pactwatch stories mark` and `marks`, typed as a user types them, on a real database and real pages."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from crawler.model import Entry, Page, Source, Watch
from db import items, pages, stories
from db.connection import connect
from db.sources import sync_sources
from scheduler.cli.groups import pactwatch
from scheduler.errors import UsageError
from stories.model import Article, Facts, Kind, Party, Status, Story, Verdict
from stories.model import Drop as Dropped

HOST = "https://post.example"
POST = Source("post", "Post", f"{HOST}/", "KR", "Asia/Seoul", (Watch("feed", f"{HOST}/f"),), tell_archive=True)
NOW = datetime(2026, 11, 26, 7, tzinfo=UTC)
PARTS = (
    "The council of Lindental opened a footbridge over the river on Monday, after two years of work.",
    "Schools on the eastern bank signed an agreement with the ferry company, both sides said on Tuesday.",
)
BRIDGE = f"<h1>Lindental opens a footbridge</h1><p>{PARTS[0]}</p><p>{PARTS[1]}</p>"
BRIEF = f"<h1>News in brief</h1><h2>Bridge</h2><p>{PARTS[0]}</p><h2>School</h2><p>{PARTS[1]}</p>"
MEMORANDUM = "The city and the university signed a memorandum on Monday."


async def fetched(conn, name, body=BRIDGE, published="2026-11-25"):
    """An item of the source that waits for reading."""
    url = f"{HOST}/news/{name}"
    await items.announce(conn, "post", [Entry(url, f"post.example/news/{name}", published=published)], NOW)
    html = f"<html><head><title>Post</title></head><body><article>{body}</article></body></html>".encode()
    page = Page(url, url, 200, (("content-type", "text/html"),), html, NOW)
    return await pages.store_page(conn, f"post.example/news/{name}", page, NOW)


async def keep(conn, name, title):
    item_id = await fetched(conn, name)
    facts = Facts(Kind.MOU, Status.SIGNED, (Party("City"), Party("University")), (), None, None, (), (), None)
    article = Article(f"{HOST}/news/{name}", title, MEMORANDUM, "en")
    return await stories.attach(conn, item_id, Story(article, Verdict(True, 0.9, "en"), facts), NOW)


async def drop(conn, name, **changes):
    item_id = await fetched(conn, name, **changes)
    await items.drop_item(conn, item_id, Dropped("loan"), NOW, "A footbridge")
    return item_id


@pytest.fixture
def given(database_url):
    """Do something with the database of the test."""

    async def of(errands):
        async with connect(database_url) as conn:
            await sync_sources(conn, [POST], NOW)
            return [await errand(conn) for errand in errands]

    return lambda *errands: asyncio.run(of(errands))


@pytest.fixture
def run(database_url, tmp_path, monkeypatch):
    """Run `pactwatch stories …` on the database of the test; its output, and what it said."""
    monkeypatch.setenv("PACTWATCH_HOME", str(tmp_path))
    monkeypatch.setenv("PACTWATCH_DATABASE_URL", database_url)

    def command(*words):
        done = CliRunner().invoke(pactwatch, ["stories", *words])
        if done.exception:
            raise done.exception
        return done.stdout, done.stderr

    return command


def lines(output):
    return [json.loads(line) for line in output[0].splitlines()]


def test_a_story_marked_no_leaves_the_list_and_what_was_said_is_shown(run, given):
    wrong, right = given(lambda conn: keep(conn, "1", "A loan"), lambda conn: keep(conn, "2", "A memorandum"))
    assert "no digest to come" in run("mark", str(wrong), "no", "--note", "a loan")[1]
    shown = run("list")
    assert "1 partnership story" in shown[0]
    assert "(1 marked no and left out; --all shows them)" in shown[1]
    assert [row["id"] for row in lines(run("list", "--json"))] == [right]
    assert {(row["id"], row["mark"]) for row in lines(run("list", "--all", "--json"))} == {
        (wrong, "no"),
        (right, None),
    }
    (head,) = [line for line in run("list", "--all")[0].splitlines() if "parties" in line]
    assert head.split()[-1] == "mark"
    (details,) = lines(run("show", str(wrong)))
    assert [(mark["keep"], mark["note"]) for mark in details["marks"]] == [(False, "a loan")]


def test_many_are_marked_at_once_or_none(run, given):
    one, other = given(lambda conn: keep(conn, "1", "One"), lambda conn: keep(conn, "2", "Other"))
    with pytest.raises(UsageError, match="no story 99; `pactwatch stories list --all` shows them"):
        run("mark", str(one), "99", "no")
    assert run("marks", "--json")[0] == ""
    run("mark", str(one), str(other), "yes")
    assert [(row["story"], row["keep"]) for row in lines(run("marks", "--json"))] == [(other, True), (one, True)]


def test_a_dropped_article_is_marked_with_the_text_of_its_page(run, given):
    given(lambda conn: drop(conn, "1"))
    said = run("mark", "--url", "http://www.post.example/news/1#comments", "yes", "--note", "they signed")[1]
    assert "is marked yes: it is no story (loan), and this changes only what is learned" in said
    given(lambda conn: pages.forget_pages(conn, NOW + timedelta(days=31)))
    (learned,) = lines(run("marks", "--jsonl"))
    assert learned.pop("marked_at")
    assert learned == {
        "id": "post.example/news/1",
        "title": "Lindental opens a footbridge",
        "text": "\n".join(PARTS),
        "language": "en",
        "keep": True,
        "published": "2026-11-25",
        "url": f"{HOST}/news/1",
        "note": "they signed",
    }
    run("mark", "--url", f"{HOST}/news/1", "no")  # the page is gone, the text is not
    assert [(row["keep"], row["text"]) for row in lines(run("marks", "--jsonl"))] == [(False, "\n".join(PARTS))]
    assert "loan" in run("marks")[0]


def test_a_story_may_be_marked_by_the_address_of_its_article(run, given):
    (story,) = given(lambda conn: keep(conn, "1", "A memorandum"))
    run("mark", "--url", f"{HOST}/news/1", "no")
    assert run("list", "--json")[0] == ""
    (learned,) = lines(run("marks", "--jsonl"))
    assert (learned["title"], learned["text"], learned["language"]) == ("A memorandum", MEMORANDUM, "en")
    assert [row["story"] for row in lines(run("marks", "--json"))] == [story]


def test_of_a_page_with_several_articles_one_is_marked_by_its_number(run, given):
    async def split(conn):
        parts = await items.split_item(conn, await fetched(conn, "1", BRIEF), 2, NOW)
        for part in parts:
            await items.drop_item(conn, part, Dropped("no_partnership"), NOW)

    given(split)
    with pytest.raises(UsageError, match="put the number of one behind the address: #1 Bridge; #2 School"):
        run("mark", "--url", f"{HOST}/news/1", "yes")
    run("mark", "--url", f"{HOST}/news/1#2", "yes")
    (learned,) = lines(run("marks", "--jsonl"))
    assert (learned["title"], learned["text"]) == ("School", PARTS[1])


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("news/gone", r"\(loan\) has no stored page, so there is nothing to learn from"),
        ("news/empty", r"is no article \(empty: no text was found on the page\)"),
        ("news/announced", "has been announced but not fetched yet"),
        ("news/unknown", "no source has announced https://post.example/news/unknown; "),
    ],
)
def test_an_article_without_a_text_is_not_marked(run, given, address, sentence):
    async def announced(conn):
        await items.announce(conn, "post", [Entry(f"{HOST}/news/announced", "post.example/news/announced")], NOW)

    given(lambda conn: drop(conn, "gone"), lambda conn: pages.forget_pages(conn, NOW + timedelta(days=31)), announced)
    given(lambda conn: drop(conn, "empty", body="<p>404</p>"))
    with pytest.raises(UsageError, match=sentence):
        run("mark", "--url", f"{HOST}/{address}", "yes")
    assert run("marks", "--jsonl")[0] == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["yes"], "name a story by its ID or an article by --url"),
        (["7"], "'7' is not one of 'yes', 'no'"),
        (["seven", "no"], "'seven' is not a valid integer"),
        (["7", "maybe"], "'maybe' is not one of 'yes', 'no'"),
    ],
)
def test_a_mark_that_is_written_wrongly_is_answered_before_the_database_is_asked(words, sentence):
    done = CliRunner().invoke(pactwatch, ["stories", "mark", *words])
    assert done.exit_code
    assert sentence in f"{done.stderr}{done.exception}"
