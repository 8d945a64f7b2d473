"""Which stored stories fit, and what a digest passes over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db import digests, interests, stories
from db.connection import connect
from db.interests import fitting
from db.readers import add_reader, readers, set_interests
from stories.interests import Interests


async def kept(conn, samples, *texts):
    """Stories with these texts; returns their ids."""
    await samples.add_source(conn)
    return [
        await stories.attach(
            conn,
            await samples.add_fetched(conn, str(number)),
            samples.story(url=f"https://press.example/{number}", text=text, translation="Machine words"),
            samples.now,
        )
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("line", "asked", "fit"),
    [
        ("kinds", "mou", True),
        ("kinds", "network", False),
        ("sectors", "education", True),
        ("sectors", "energy", False),
        ("languages", "en", True),
        ("languages", "ko", False),
        ("places", "서울", True),
        ("places", "KR", True),
        ("places", "Busan", False),
        ("parties", "a univ", True),
        ("parties", "c univ", False),
        ("words", "수소", True),  # in the text
        ("words", "signs with", True),  # in title and evidence
        ("words", "machine words", False),
    ],
)
async def test_a_stored_story_fits_by_its_facts_and_its_words(database_url, samples, line, asked, fit):
    async with connect(database_url) as conn:
        there = await kept(conn, samples, "수소를 함께 연구한다.")
        assert await fitting(conn, Interests({line: (asked,)}), there) == (there if fit else [])


async def test_the_words_and_languages_of_every_article_of_a_story_count(database_url, samples):
    async with connect(database_url) as conn:
        first, second = await kept(conn, samples, "One.", "Two.")
        await conn.execute("update articles set story_id = %s, language = 'de'", (first,))
        await conn.execute("delete from stories where id = %s", (second,))
        for wanted in ({"words": ("one.",)}, {"words": ("two.",)}, {"languages": ("de",)}, {"languages": ("en",)}):
            assert await fitting(conn, Interests(wanted), [first]) == [first]


async def test_stories_stay_in_their_order_and_the_first_are_enough(database_url, samples, monkeypatch):
    monkeypatch.setattr(interests, "AT_ONCE", 2)
    async with connect(database_url) as conn:
        there = await kept(conn, samples, "gas", "tea", "gas", "gas", "tea")
        newest, wanted = there[::-1], Interests({"words": ("gas",)})
        assert await fitting(conn, wanted, newest) == [there[3], there[2], there[0]]
        assert await fitting(conn, wanted, newest, most=2) == [there[3], there[2]]
        assert await fitting(conn, Interests(), newest, most=4) == newest[:4]
        assert await fitting(conn, Interests(), newest) == newest


async def test_a_story_without_language_title_and_evidence_is_looked_at_all_the_same(database_url, samples):
    async with connect(database_url) as conn:
        there = await kept(conn, samples, "gas")
        await conn.execute("update stories set language = null, title = null, evidence = null")
        await conn.execute("update articles set language = null, title = null")
        assert await fitting(conn, Interests({"words": ("gas",)}), there) == there
        assert await fitting(conn, Interests({"languages": ("en",)}), there) == []


async def test_what_a_digest_passed_over_is_not_told_later(database_url, samples):
    async with connect(database_url) as conn:
        reader_id = await samples.add_reader(conn)
        told, passed, late = await kept(conn, samples, "gas", "tea", "gas")
        await digests.freeze(conn, samples.digest(reader_id, (told,), passed_over=(passed,)))
        assert [story.id for story in await digests.untold_stories(conn, reader_id)] == [late]
        (row,) = await digests.digest_rows(conn)
        assert (row.stories, row.passed_over) == (1, 1)
        other = await samples.add_reader(conn, "other@example.org")
        assert [story.id for story in await digests.untold_stories(conn, other)] == [told, passed, late]


async def test_what_is_passed_over_is_frozen_with_the_digest_or_not_at_all(database_url, samples):
    async with connect(database_url) as conn:
        reader_id = await samples.add_reader(conn)
        with pytest.raises(Exception, match="foreign key"):
            await digests.freeze(conn, samples.digest(reader_id, passed_over=(4711,)))
        assert await digests.digest_rows(conn) == []


async def test_a_reader_has_a_profile_which_is_empty_by_default(database_url, samples):
    profile = {"words": ["수소", "gas"], "minimum_score": 0.8, "without": {"kinds": ["mou"]}}
    async with connect(database_url) as conn:
        await samples.add_reader(conn)
        (row,) = await readers(conn)
        assert row.interests == {}
        await add_reader(conn, replace(row, email="other@example.org", interests=profile), samples.now)
        assert [each.interests for each in await readers(conn)] == [profile, {}]
        assert await set_interests(conn, "reader@example.org", profile)
        assert await set_interests(conn, "other@example.org", {})
        assert [each.interests for each in await readers(conn)] == [{}, profile]
        assert not await set_interests(conn, "nobody@example.org", profile)
