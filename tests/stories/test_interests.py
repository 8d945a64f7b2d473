"""What a profile says decides which kept stories are told: every line must fit, in a line one is enough."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.facts.lexicon import lexicon
from stories.interests import LINES, Facets, Interests, fits
from stories.languages import supported
from stories.model import Kind

HYDROGEN = Facets(
    kind="mou",
    score=0.85,
    languages=("ko",),
    sectors=("energy", "research"),
    parties=(("가온테크노파크", "KR"), ("Hochschule Beispielstadt", "DE")),
    places=(("포항", "KR"), ("Sachsen", "DE")),
    texts=("가온테크노파크, 수소 협약", "양 기관은 수소경제를 위해 AI 기반 연구를 한다고 said the director."),
)


def wants(story=HYDROGEN, minimum_score=0.0, **lines):
    return fits(Interests(lines, minimum_score=minimum_score), story)


@pytest.mark.parametrize(
    ("line", "asked", "fit"),
    [
        ("kinds", "mou", True),
        ("kinds", "network", False),
        ("sectors", "research", True),
        ("sectors", "health", False),
        ("languages", "ko", True),
        ("languages", "de", False),
        ("places", "Sachsen", True),
        ("places", "DE", True),
        ("places", "FR", False),
        ("places", "Bayern", False),
        ("parties", "테크노파크", True),
        ("parties", "hochschule", True),
        ("parties", "Technopark", False),  # names are compared as written, not translated
        ("words", "수소", True),
        ("words", "hydrogen", False),
    ],
)
def test_a_line_fits_what_it_names(line, asked, fit):
    assert wants(**{line: (asked,)}) is fit


def test_in_a_line_one_is_enough():
    assert wants(kinds=("network", "mou"))
    assert wants(places=("FR", "KR"))


def test_every_line_must_fit():
    assert wants(kinds=("mou",), languages=("ko",))
    assert not wants(kinds=("mou",), languages=("de",))


def test_what_fits_a_line_of_without_is_left_out():
    asked = {"places": ("KR",)}
    assert fits(Interests(asked, {"sectors": ("health",)}), HYDROGEN)
    assert not fits(Interests(asked, {"sectors": ("health",), "words": ("수소",)}), HYDROGEN)


def test_a_story_as_sure_as_the_minimum_is_told():
    assert wants(minimum_score=0.85)
    assert not wants(minimum_score=0.8501)


def test_a_known_place_is_found_in_every_spelling_that_is_known():
    assert wants(places=("Saxony",))
    assert wants(places=("saxony",))
    assert wants(places=("Pohang",))
    assert wants(places=("Deutschland",))
    assert wants(places=("독일",))


def test_a_country_is_found_by_a_party_that_is_there_though_no_place_is_named():
    story = replace(HYDROGEN, places=())
    assert wants(story, places=("DE",))
    assert wants(story, places=("Germany",))
    assert not wants(story, places=("Sachsen",))


def test_a_town_does_not_stand_for_the_country_that_bears_its_name():
    story = replace(HYDROGEN, parties=(), places=(("Georgia", "US"),))
    assert wants(story, places=("US",))
    assert not wants(story, places=("GE",))


@pytest.mark.parametrize(
    "written",
    ["한빛 Labs", unicodedata.normalize("NFD", "한빛 Labs"), "한빛 ＬＡＢＳ", "한빛\u3000labs", "한빛\n LABS"],
)
def test_case_width_composition_and_blanks_do_not_count(written):
    story = replace(HYDROGEN, parties=(("㈜한빛 Labs Pohang", None),))
    assert wants(story, parties=(written,))


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("AI", "she said so", False),
        ("AI", "an AI-based plan", True),
        ("AI", "AI를 위한 협약", True),
        ("ai", "(ＡＩ)", True),
        ("5G", "15G", False),
        ("öl", "Köln", False),
        ("öl", "Öl und Gas", True),
        ("수소", "탄소수소산업", True),
        ("wasserstoff", "Grünwasserstoffstrategie", True),
        ("AI", "said: AI", True),
    ],
)
def test_a_short_word_of_letters_with_capitals_must_stand_alone_others_are_found_anywhere(word, text, found):
    assert wants(replace(HYDROGEN, texts=(text,)), words=(word,)) is found


def test_what_a_story_does_not_know_fits_nothing():
    bare = Facets("other", 0.5, (), (), (), (), ())
    assert fits(Interests(), bare)
    asked = {"places": "KR", "sectors": "energy", "languages": "ko", "parties": "a", "words": "a"}
    assert not any(wants(bare, **{line: (word,)}) for line, word in asked.items())


KNOWN = {
    "places": ["KR", "Sachsen", "서울", "Paris", "Vietnam"],
    "sectors": list(lexicon("en").sectors),
    "kinds": [kind.value for kind in Kind],
    "languages": list(supported()),
    "parties": ["uni", "대학", "city of", "시"],
    "words": ["ai", "수소", "hydrogen", "e"],
}
names = st.sampled_from(KNOWN["places"] + KNOWN["parties"]) | st.text()
named = st.lists(st.tuples(names, st.none() | st.sampled_from(["KR", "DE", "FR"])), max_size=3).map(tuple)
stories = st.builds(
    Facets,
    kind=st.sampled_from(KNOWN["kinds"]),
    score=st.floats(0, 1),
    languages=st.lists(st.sampled_from(KNOWN["languages"]), max_size=2).map(tuple),
    sectors=st.lists(st.sampled_from(KNOWN["sectors"]), max_size=4).map(tuple),
    parties=named,
    places=named,
    texts=st.lists(st.text() | st.sampled_from(KNOWN["words"]), max_size=3).map(tuple),
)
asked = {line: st.lists(st.sampled_from(words), min_size=1, max_size=3).map(tuple) for line, words in KNOWN.items()}
lines = st.fixed_dictionaries({}, optional=asked)
interests = st.builds(Interests, lines, lines, st.floats(0, 1))


def test_the_strategies_know_every_line():
    assert tuple(KNOWN) == LINES


@given(stories)
def test_an_empty_profile_keeps_everything(story):
    assert fits(Interests(), story)


@given(st.lists(stories, max_size=8), interests, interests)
def test_adding_lines_never_adds_stories(offered, fewer, added):
    more = Interests(
        added.wanted | fewer.wanted,
        added.unwanted | fewer.unwanted,
        max(fewer.minimum_score, added.minimum_score),
    )
    assert all(fits(fewer, story) for story in offered if fits(more, story))


@given(stories, interests)
def test_more_of_a_wanted_line_never_removes_a_story(story, some):
    wider = Interests({line: (*each, *KNOWN[line]) for line, each in some.wanted.items()}, {}, 0.0)
    assert fits(wider, story) or not fits(some, story)
