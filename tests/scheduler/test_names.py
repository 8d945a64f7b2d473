"""`pactwatch names` and `stories list --party`, typed as a user types them, on a real database."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from click.testing import CliRunner

from crawler.model import Entry, Page, Source, Watch
from db import items, pages
from db.connection import connect
from db.sources import sync_sources
from scheduler.cli.groups import pactwatch
from scheduler.errors import UsageError
from scheduler.jobs import _store
from scheduler.settings import Settings
from scheduler.wiring import wired
from stories.model import Article, Facts, Kind, Party, Status, Story, Verdict

HOST = "https://post.example"
POST = Source("post", "Post", f"{HOST}/", "KR", "Asia/Seoul", (Watch("feed", f"{HOST}/f"),), tell_archive=True)
NOW = datetime(2026, 11, 26, 7, tzinfo=UTC)
FULL, OTHER = "Harbour Agency of Xanten", "Hill Academy of Xuan"
FACTS = Facts(Kind.MOU, Status.SIGNED, (), (), None, None, (), (), None)


@pytest.fixture
def keep(database_url, tmp_path):
    """Store stories as the service does, each given by its text and its parties; returns nothing."""

    async def store(*told):
        async with wired(Settings(home=tmp_path, database_url=database_url)) as wiring:
            for text, *parties in told:
                url = f"{HOST}/{sha256(text.encode()).hexdigest()}"
                async with wiring.pool.connection() as conn:
                    await sync_sources(conn, [POST], NOW)
                    await items.announce(conn, "post", [Entry(url, url)], NOW)
                    item_id = await pages.store_page(conn, url, Page(url, url, 200, (), b"<p>", NOW), NOW)
                facts = replace(FACTS, parties=tuple(Party(name) for name in parties))
                article = Article(url, None, text, "en")
                await _store(wiring, item_id, (Story(article, Verdict(True, 0.9, "en"), facts),), NOW)

    return lambda *told: asyncio.run(store(*told))


@pytest.fixture
def run(database_url, tmp_path, monkeypatch):
    """Run `pactwatch …` on the database of the test; its output, and what it said."""
    monkeypatch.setenv("PACTWATCH_HOME", str(tmp_path))
    monkeypatch.setenv("PACTWATCH_DATABASE_URL", database_url)

    def command(*words):
        done = CliRunner().invoke(pactwatch, words)
        if done.exception:
            raise done.exception
        return done

    return command


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def stories_of(run, party):
    return {row["id"] for row in lines(run("stories", "list", "--party", party, "--json"))}


def test_a_story_is_found_under_every_name_that_a_text_says(run, keep):
    keep((f"{FULL} (HAX) signed.", FULL), ("HAX signed again.", "HAX"), ("Others, too.", OTHER))
    for name in ("HAX", "hax", f"The {FULL}", FULL.upper()):
        assert stories_of(run, name) == {1, 2}
    assert stories_of(run, OTHER) == {3}


def test_a_story_is_found_under_the_name_of_another_script(run, keep):
    keep(("한빛기술대학교(HBTECH)는 협약을 맺었다.", "한빛기술대학교"), ("HBTECH signed.", "HBTECH"))
    assert stories_of(run, "한빛기술대학교") == {1, 2}


def test_a_party_that_nobody_has_is_said_to_be_none(run, keep):
    keep((f"{FULL} signed.", FULL))
    with pytest.raises(UsageError, match="`pactwatch names list WORDS` looks for names"):
        run("stories", "list", "--party", "Harbour")


def test_party_and_interests_are_asked_together(run, keep, tmp_path):
    keep((f"{FULL} signed on gas.", FULL), (f"{FULL} signed on tea.", FULL), ("Others on tea.", OTHER))
    (tmp_path / "tea.toml").write_text('words = ["tea"]')
    listed = run("stories", "list", "--party", FULL, "--interests", str(tmp_path / "tea.toml"), "--json")
    assert [row["id"] for row in lines(listed)] == [2]
    assert len(lines(run("stories", "list", "--party", FULL, "--limit", "1", "--json"))) == 1


def test_the_list_shows_organisations_with_their_names_the_most_told_first(run, keep):
    keep(("Nothing.", OTHER), (f"{FULL} (HAX) signed.", FULL), ("HAX did.", "HAX"), (f"{FULL} did.", FULL))
    first, second = lines(run("names", "list", "--json"))
    assert (first["name"], first["stories"]) == (FULL, [2, 3, 4])
    assert first["names"] == [{"name": FULL, "stories": [2, 4]}, {"name": "HAX", "stories": [3]}]
    assert (second["name"], second["stories"]) == (OTHER, [1])
    assert [row["name"] for row in lines(run("names", "list", "hill", "ACADEMY", "--json"))] == [OTHER]
    assert [row["name"] for row in lines(run("names", "list", "hax", "--json"))] == [FULL]
    assert lines(run("names", "list", "nobody", "--json")) == []
    shown = run("names", "list").stdout
    assert "2 organisations" in shown
    assert "HAX" in shown
    assert len(lines(run("names", "list", "--limit", "1", "--json"))) == 1


def test_show_says_who_said_it_with_story_and_sentence(run, keep):
    keep((f"It rained. {FULL} (HAX) signed.", FULL))
    shown = run("names", "show", "hax").stdout
    assert f"{FULL} (story 1)" in shown
    assert "HAX (no story)" in shown
    assert f"story 1: HAX is {FULL}: {FULL} (HAX) signed." in shown
    (record,) = lines(run("names", "show", "hax", "--json"))
    (saying,) = record["sayings"]
    assert (saying["by"], saying["story"], saying["counts"]) == ("text", 1, True)
    with pytest.raises(UsageError, match="no party and no text has the name Nobody"):
        run("names", "show", "Nobody")


def test_a_person_joins_names_and_what_the_person_said_is_kept(run, keep):
    keep((f"{FULL} signed.", FULL), ("하버청이 서명했다.", "하버청"))
    done = run("names", "join", "하버청", FULL, "--note", "its Korean name")
    assert "one organisation" in done.stderr
    assert stories_of(run, "하버청") == stories_of(run, FULL) == {1, 2}
    assert f"somebody: {FULL} is 하버청: its Korean name" in run("names", "show", FULL).stdout


def test_a_person_teaches_a_name_that_no_story_has_had(run, keep):
    keep((f"{FULL} signed.", FULL))
    run("names", "join", "Xanten Harbours", FULL)
    assert stories_of(run, "Xanten Harbours") == {1}


def test_a_person_parts_what_texts_join_for_good_and_nothing_is_lost(run, keep):
    keep((f"{FULL} (HAX) signed.", FULL), ("HAX did.", "HAX"))
    assert run("names", "part", "HAX", FULL).stderr.count("one organisation:") == 2
    keep(*[(f"{FULL} (HAX) signed {number} times.", FULL) for number in range(3, 6)])
    assert 2 not in stories_of(run, FULL)
    assert stories_of(run, "HAX") == {2}
    (record,) = lines(run("names", "show", "HAX", "--json"))
    said = [(each["by"], each["same"], each["counts"]) for each in record["sayings"]]
    assert ("person", False, True) in said
    assert said.count(("text", True, False)) == len(said) - 1 > 0
    assert "(does not count)" in run("names", "show", "HAX").stdout
    run("names", "join", "HAX", FULL)
    assert stories_of(run, "HAX") > {2}


def test_a_short_name_of_two_organisations_joins_none_until_a_person_says_which(run, keep):
    keep((f"{FULL} (HAX) signed.", FULL), (f"{OTHER} (HAX) signed.", OTHER), ("HAX did.", "HAX"))
    assert (stories_of(run, FULL), stories_of(run, OTHER), stories_of(run, "HAX")) == ({1}, {2}, {3})
    (unclear,) = lines(run("names", "unclear", "--json"))
    assert unclear == {"name": "HAX", "full_names": [FULL, OTHER], "stories": [1, 2]}
    shown = run("names", "unclear").stdout
    assert FULL in shown
    assert OTHER in shown
    (record,) = lines(run("names", "show", "HAX", "--json"))
    assert [(each["full_name"], each["counts"]) for each in record["sayings"]] == [(FULL, False), (OTHER, False)]
    run("names", "join", "HAX", OTHER)
    assert (stories_of(run, FULL), stories_of(run, "HAX")) == ({1}, {2, 3})


def test_what_cannot_be_said_of_names_is_refused_in_a_sentence(run, keep):
    keep((f"{FULL} signed.", FULL))
    for names, sentence in (
        (("Nobody", "Nothing"), "neither Nobody nor Nothing has been seen"),
        ((FULL, f"the {FULL.upper()}, Inc."), "are one name"),
        ((FULL, " – "), "needs a letter"),
        ((FULL, "x" * 300), "200 of all at most"),
    ):
        with pytest.raises(UsageError, match=sentence):
            run("names", "join", *names)
        with pytest.raises(UsageError, match=sentence):
            run("names", "part", *names)
    (record,) = lines(run("names", "show", FULL, "--json"))
    assert record["sayings"] == []


def test_stories_of_an_older_pactwatch_are_learned_when_they_are_asked_for(run, keep, database_url):
    async def forget():
        async with connect(database_url) as conn:
            await conn.execute("truncate name_sayings, names")
            await conn.execute("update articles set names_learned = false")

    keep((f"{FULL} (HAX) signed.", FULL), ("HAX did.", "HAX"))
    asyncio.run(forget())
    assert stories_of(run, "HAX") == {1, 2}


def test_no_letter_of_a_name_reaches_the_terminal_as_an_escape(run, keep):
    keep(("Escaping.", "Evil \x1b[31m Agency"))
    assert "\x1b" not in run("names", "list").stdout + run("names", "show", "evil [31m agency").stdout
