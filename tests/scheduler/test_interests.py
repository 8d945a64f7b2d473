"""A reader with interests: what is told, what is passed over for good, and the commands for it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import time, timedelta

import psycopg
import pytest

from crawler.model import Entry, Page
from crawler.sources import source_from_block
from db import items, pages, stories
from db.digests import digest_rows
from db.readers import NewReader, add_reader, readers, set_interests
from db.sources import sync_sources
from scheduler.settings import Settings
from scheduler.telling import compose_for, tell_reader
from scheduler.wiring import wired
from stories.model import Article, Facts, Kind, Party, Status, Story, Verdict

DAY = timedelta(days=1)
EMAIL = "kim@example.org"
HYDROGEN = {"words": ["hydrogen"]}
SOURCE = source_from_block(
    {
        "id": "post",
        "name": "Valley Post",
        "homepage": "https://post.example/",
        "country": "DE",
        "timezone": "Europe/Berlin",
        "tell_archive": True,
        "watch": [{"kind": "feed", "url": "https://post.example/feed"}],
    }
)


@asynccontextmanager
async def house(database_url, tmp_path, profile, on_empty="short"):
    """A wiring with one source and one reader who has this profile."""
    async with wired(Settings(home=tmp_path, database_url=database_url)) as wiring:
        now = (await wiring.clock())()
        async with wiring.pool.connection() as conn:
            await sync_sources(conn, [SOURCE], now)
            everyday = [1, 2, 3, 4, 5, 6, 7]
            reader = NewReader(EMAIL, "Kim", "en", "UTC", time(0), everyday, on_empty, interests=profile)
            await add_reader(conn, reader, now - DAY)
        yield wiring, now


async def keep(wiring, topic, now):
    """Store one kept story about a topic."""
    url = f"https://post.example/{topic}"
    article = Article(url, f"City and university agree on {topic}", f"They signed an agreement on {topic}.", "en")
    parties = (Party(f"Institute for {topic}", "DE"), Party("University", "DE"))
    facts = Facts(Kind.AGREEMENT, Status.SIGNED, parties, (), None, None, (), (), article.text)
    async with wiring.pool.connection() as conn:
        await items.announce(conn, "post", [Entry(url, url)], now)
        item_id = await pages.store_page(conn, url, Page(url, url, 200, (), b"x", now), now)
        await stories.attach(conn, item_id, Story(article, Verdict(True, 0.9, "en"), facts), now)


async def preview(wiring, now):
    """The text that the reader would get."""
    async with wiring.pool.connection() as conn:
        (row,) = await readers(conn)
    return (await compose_for(wiring, row, now)).rendered.text


async def tell(wiring, now):
    async with wiring.pool.connection() as conn:
        (row,) = await readers(conn)
    return await tell_reader(wiring, row.id, now)


async def change(wiring, profile):
    async with wiring.pool.connection() as conn:
        assert await set_interests(conn, EMAIL, profile)


async def newest(wiring):
    async with wiring.pool.connection() as conn:
        return (await digest_rows(conn))[0]


async def test_only_what_fits_is_told_and_the_mail_counts_the_rest(database_url, tmp_path):
    async with house(database_url, tmp_path, HYDROGEN) as (wiring, now):
        for topic in ("hydrogen", "tourism", "opera"):
            await keep(wiring, topic, now)
        text = await preview(wiring, now)
        assert "Institute for hydrogen" in text
        assert "tourism" not in text
        assert "2 stories that do not fit your interests are left out." in text
        assert "1 new partnership\n" in text
        await tell(wiring, now)
        row = await newest(wiring)
        assert (row.stories, row.passed_over) == (1, 2)


async def test_changed_interests_tell_new_stories_only(database_url, tmp_path):
    async with house(database_url, tmp_path, HYDROGEN) as (wiring, now):
        await keep(wiring, "tourism", now)
        await tell(wiring, now)
        await change(wiring, {})
        await keep(wiring, "opera", now)
        text = await preview(wiring, now + DAY)
        assert "Institute for opera" in text
        assert "tourism" not in text
        assert "left out" not in text


async def test_changed_interests_count_at_once_for_what_no_digest_has_passed_over(database_url, tmp_path):
    async with house(database_url, tmp_path, HYDROGEN) as (wiring, now):
        await keep(wiring, "tourism", now)
        assert "tourism" not in await preview(wiring, now)
        await change(wiring, {"words": ["tourism"]})
        assert "Institute for tourism" in await preview(wiring, now)


async def test_where_nothing_fits_the_short_mail_says_how_many_were_left_out(database_url, tmp_path):
    async with house(database_url, tmp_path, HYDROGEN) as (wiring, now):
        await keep(wiring, "tourism", now)
        text = await preview(wiring, now)
        assert "No new partnerships" in text
        assert "1 story that does not fit your interests is left out." in text


async def test_a_reader_who_wants_no_empty_mail_gets_none_and_nothing_piles_up(database_url, tmp_path):
    async with house(database_url, tmp_path, HYDROGEN, on_empty="skip") as (wiring, now):
        await keep(wiring, "tourism", now)
        await tell(wiring, now)
        row = await newest(wiring)
        assert (row.state, row.stories, row.passed_over) == ("skipped", 0, 1)
        await tell(wiring, now + DAY)
        assert (await newest(wiring)).passed_over == 0


@pytest.fixture
def run(tmp_path, database_url):
    """Run a command on a database of the test's own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PACTWATCH_")}
    environment |= {"PACTWATCH_HOME": str(tmp_path / "home"), "PACTWATCH_DATABASE_URL": database_url}

    def command(*words, text=""):
        done = subprocess.run(
            [sys.executable, "-m", "scheduler", *words],
            env=environment,
            cwd=tmp_path,
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done

    return command


def test_interests_are_given_shown_changed_and_cleared(run, tmp_path):
    (tmp_path / "a.toml").write_text('words = ["수소"]\nplaces = ["Sachsen"]\n', encoding="utf-8")
    done = run("readers", "add", EMAIL, "--interests", "a.toml")
    assert (done.returncode, done.stdout) == (0, "")
    written = 'places = ["Sachsen"]\nwords = ["수소"]\n'
    assert run("readers", "interests", EMAIL).stdout == written
    assert json.loads(run("readers", "show", EMAIL).stdout)["interests"] == {"places": ["Sachsen"], "words": ["수소"]}
    assert "places, words" in run("readers", "list").stdout
    assert "is told what fits kinds" in run("readers", "interests", EMAIL, "-", text='kinds = ["mou"]').stderr
    assert run("readers", "interests", EMAIL).stdout == 'kinds = ["mou"]\n'
    assert "is told every story" in run("readers", "interests", EMAIL, "--clear").stderr
    done = run("readers", "interests", EMAIL)
    assert (done.stdout, "every story" in done.stderr) == ("", True)


def test_a_profile_that_cannot_be_used_changes_nothing_and_says_why(run, tmp_path, database_url):
    (tmp_path / "bad.toml").write_text('kinds = ["war"]\n')
    done = run("readers", "add", EMAIL, "--interests", "bad.toml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "bad.toml: kinds: there is no 'war'; choose from mou" in done.stderr
    with psycopg.connect(database_url) as conn:
        assert conn.execute("select count(*) from readers").fetchone() == (0,)


@pytest.mark.parametrize(
    ("words", "text", "sentence"),
    [
        ([EMAIL, "nowhere.toml"], "", "No such file"),
        ([EMAIL, "-"], "words = []", "standard input: words is empty"),
        ([EMAIL, "-", "--clear"], "", "a FILE or --clear"),
        ([EMAIL], "", "no reader kim@example.org"),
        ([EMAIL, "--clear"], "", "no reader kim@example.org"),
    ],
)
def test_trouble_with_interests_is_one_sentence_with_exit_code_2(run, words, text, sentence):
    done = run("readers", "interests", *words, text=text)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_the_preview_of_the_command_line_shows_what_would_be_told(run, database_url, tmp_path):
    async def prepare():
        async with house(database_url, tmp_path, HYDROGEN) as (wiring, now):
            for topic in ("hydrogen", "opera"):
                await keep(wiring, topic, now)

    asyncio.run(prepare())
    shown = run("digest", "preview", EMAIL).stdout
    assert "Institute for hydrogen" in shown
    assert "opera" not in shown
    assert "1 story that does not fit your interests is left out." in shown


def test_the_list_of_stories_takes_a_profile_too(run, database_url, tmp_path):
    async def prepare():
        async with house(database_url, tmp_path, {}) as (wiring, now):
            for topic in ("hydrogen", "opera", "tourism"):
                await keep(wiring, topic, now)

    asyncio.run(prepare())
    listed = run("stories", "list", "--limit", "1", "--interests", "-", "--json", text='words = ["tourism", "opera"]')
    (story,) = map(json.loads, listed.stdout.splitlines())
    assert "hydrogen" not in story["title"]
    assert len(run("stories", "list", "--json").stdout.splitlines()) == 3
