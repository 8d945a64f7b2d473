"""The stored register of organisations: what stories teach, what is found under which name."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from db import organisations, stories
from db.connection import connect
from db.interests import fitting
from db.organisations import NewSaying, add_names, add_sayings, all_names, register_of, sayings_around, spellings
from scheduler.naming import learn_names
from stories.interests import Interests
from stories.model import Party

FULL, SHORT, OTHER = "Harbour Agency of Xanten", "HAX", "Hill Academy of Xuan"


async def kept(conn, samples, number, text, *parties):
    """A stored story with this text and these parties; returns its id."""
    story = samples.story(url=f"https://press.example/{number}", title=None, text=text)
    story = replace(story, facts=replace(story.facts, parties=tuple(Party(name) for name in parties)))
    return await stories.attach(conn, await samples.add_fetched(conn, str(number)), story, samples.now)


async def test_a_stored_story_teaches_names_once_with_the_sentence_that_says_so(database_url, samples):
    text = f"It rained. {FULL} ({SHORT}) signed a memorandum. The rest is silence."
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        story = await kept(conn, samples, 1, text, FULL, "Kiln Museum")
        assert await learn_names(conn, samples.now) == 1
        assert await learn_names(conn, samples.now) == 0
        (row,) = await sayings_around(conn, ["hax"])
        assert (row.full_name, row.other, row.story_id, row.by_person) == (FULL, SHORT, story, False)
        assert (row.sentence, row.said_at) == (f"{FULL} ({SHORT}) signed a memorandum.", samples.now)
        found = {each.name: each.stories for each in await spellings(conn)}
        assert found == {FULL: [story], "Kiln Museum": [story], SHORT: []}


async def test_what_was_stored_before_is_learned_along_a_few_at_a_time(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        for number in range(5):
            await kept(conn, samples, number, "A signed with B.", f"Agency {number}")
        assert await learn_names(conn, samples.now, most=2) == 2
        assert {each.name for each in await spellings(conn)} == {"Agency 3", "Agency 4"}
        assert [await learn_names(conn, samples.now, most=2) for _ in range(3)] == [2, 1, 0]
        assert len(await spellings(conn)) == 5


async def test_an_article_that_another_worker_learns_from_is_left_to_it(database_url, samples):
    async with connect(database_url) as conn, connect(database_url) as worker:
        await samples.add_source(conn)
        await kept(conn, samples, 1, "A signed with B.", "A")
        async with worker.transaction():
            assert len(await organisations.unlearned(worker, 9)) == 1
            assert await learn_names(conn, samples.now) == 0
        assert await learn_names(conn, samples.now) == 1


async def test_learning_the_same_text_again_says_nothing_new(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await kept(conn, samples, 1, f"{FULL} ({SHORT}) signed.", FULL)
        await learn_names(conn, samples.now)
        await conn.execute("update articles set names_learned = false")
        assert await learn_names(conn, samples.now) == 1
        assert len(await sayings_around(conn)) == 1


async def test_names_too_long_for_an_index_and_names_without_letters_are_left_out(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        await kept(conn, samples, 1, "A signed with B.", "가" * 5000, "–", "A\0B")
        await learn_names(conn, samples.now)
        assert [each.name for each in await spellings(conn)] == ["AB"]


async def test_all_that_leads_to_a_name_is_asked_and_nothing_beside_it(database_url, samples):
    async with connect(database_url) as conn:
        await add_names(conn, [FULL, SHORT, OTHER, "하버청", "Kiln Museum", "KM"])
        pairs = [("Harbour agency of XANTEN", SHORT), (OTHER, SHORT), (FULL, "하버청"), ("Kiln Museum", "KM")]
        await add_names(conn, [name for pair in pairs for name in pair])
        await add_sayings(conn, [NewSaying(*pair, same=True, by_person=True) for pair in pairs], samples.now)
        for name in ("hax", "하버청", "hillacademyofxuan"):
            assert [(row.full_name, row.other) for row in await sayings_around(conn, [name])] == pairs[:3]
        assert len(await sayings_around(conn, ["km", "hax"])) == 4
        assert await sayings_around(conn, ["nobody"]) == []
        assert register_of(await sayings_around(conn, ["hax"])).names_of("hax") >= {"하버청", "hillacademyofxuan"}


async def test_each_name_has_the_names_of_its_organisation(database_url, samples):
    async with connect(database_url) as conn:
        await add_names(conn, [FULL, SHORT])
        await add_sayings(conn, [NewSaying(FULL, SHORT, same=True, by_person=False)], samples.now)
        known = await all_names(conn, [SHORT, "The Harbour Agency of Xanten", "Kiln Museum"])
        assert known[SHORT] == (SHORT, FULL)
        assert set(known["The Harbour Agency of Xanten"]) == {"The Harbour Agency of Xanten", FULL, SHORT}
        assert known["Kiln Museum"] == ("Kiln Museum",)


async def test_interests_find_a_party_under_all_names_that_are_known_of_it(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        told = await kept(conn, samples, 1, f"{FULL} ({SHORT}) signed.", FULL)
        short = await kept(conn, samples, 2, f"{SHORT} signed again.", SHORT)
        other = await kept(conn, samples, 3, "Nobody else did.", OTHER)
        there = [told, short, other]
        assert await fitting(conn, Interests({"parties": ("harbour agency",)}), there) == [told]
        await learn_names(conn, samples.now)
        assert await fitting(conn, Interests({"parties": ("harbour agency",)}), there) == [told, short]
        assert await fitting(conn, Interests({"parties": (SHORT,)}), there) == [told, short]
        assert await fitting(conn, Interests({}, {"parties": (SHORT,)}), there) == [other]


async def test_interests_join_nothing_by_a_short_name_of_two_organisations(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        first = await kept(conn, samples, 1, f"{FULL} ({SHORT}) signed.", FULL)
        second = await kept(conn, samples, 2, f"{OTHER} ({SHORT}) signed.", OTHER)
        await learn_names(conn, samples.now)
        assert await fitting(conn, Interests({"parties": ("harbour",)}), [first, second]) == [first]
        assert await fitting(conn, Interests({"parties": (SHORT,)}), [first, second]) == []


async def test_what_a_story_said_stays_when_the_story_is_deleted(database_url, samples):
    async with connect(database_url) as conn:
        await samples.add_source(conn)
        story = await kept(conn, samples, 1, f"{FULL} ({SHORT}) signed.", FULL)
        await learn_names(conn, samples.now)
        await conn.execute("delete from articles where story_id = %s", (story,))
        await conn.execute("delete from stories where id = %s", (story,))
        (row,) = await sayings_around(conn)
        assert (row.story_id, row.sentence) == (None, f"{FULL} ({SHORT}) signed.")


async def test_workers_that_learn_the_same_names_at_once_do_not_stand_in_each_others_way(database_url, samples):
    async with connect(database_url) as conn, connect(database_url) as one, connect(database_url) as other:
        await samples.add_source(conn)
        parties = [f"Agency {letter}" for letter in "ABCDEFGH"]
        for number in range(12):
            turned = parties[number % 5 :: -1] + parties[number % 5 + 1 :]
            await kept(conn, samples, number, "They signed.", *turned)

        async def learn_all(worker):
            return sum([await learn_names(worker, samples.now, most=1) for _ in range(12)])

        assert sum(await asyncio.wait_for(asyncio.gather(learn_all(one), learn_all(other)), 60)) == 12
        assert len(await spellings(conn)) == len(parties)
