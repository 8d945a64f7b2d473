"""A profile is read as it is written, and what cannot be meant is refused with what is allowed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.interests import Interests
from stories.profile import ProfileError, interests_of, profile_from, profile_text

WHOLE = """\
places = ["Sachsen", "KR"]
sectors = ["energy", "research"]
kinds = ["mou", "sister_city"]
languages = ["ko", "de"]
parties = ["Technopark", "경북"]
words = ["수소", "\\"hydrogen\\\\"]
minimum_score = 0.8

[without]
kinds = ["delegation"]
"""


def test_a_profile_is_read_and_written_again_as_it_was():
    profile = profile_from(WHOLE.encode())
    assert profile_text(profile) == WHOLE
    found = interests_of(profile)
    assert found.wanted["words"] == ("수소", '"hydrogen\\')
    assert (found.minimum_score, found.unwanted) == (0.8, {"kinds": ("delegation",)})


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[without]\n", "\ufeff"])
def test_an_empty_file_keeps_all(text):
    profile = profile_from(text.encode())
    assert (profile, profile_text(profile)) == ({}, "")
    assert interests_of(profile) == Interests()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour = 1", "unknown key 'colour'; known: places, sectors, kinds, languages, parties, words, minimum"),
        ("[without]\nminimum_score = 1", "[without] unknown key 'minimum_score'; known: places"),
        ("without = true", "without must be a table"),
        ('kinds = ["MOU"]', "kinds: there is no 'MOU'; choose from mou, agreement"),
        ('[without]\nkinds = ["war"]', "[without] kinds: there is no 'war'; choose from mou"),
        ('sectors = ["fusion"]', "sectors: there is no 'fusion'; choose from digital, security"),
        ('languages = ["xx"]', "languages: there is no 'xx'; choose from de, en"),
        ('places = ["ZZ"]', "no place 'ZZ' is known; write a country in two capitals (ISO 3166, e.g. KR)"),
        ('places = ["Nirgendheim"]', "no place 'Nirgendheim' is known"),
        ('kinds = "mou"', 'kinds must be a list of texts in quotes, e.g. kinds = ["mou"]'),
        ("words = [1]", 'words must be a list of texts in quotes, e.g. words = ["hydrogen"]'),
        ("words = []", "words is empty, and nothing would fit it: leave the line out"),
        ('words = ["\\u3000"]', "words: a text is blank"),
        ('parties = ["a\\u0000b"]', "parties: a text is blank or holds characters that cannot be seen"),
        ("minimum_score = 80", "minimum_score must be a number from 0 to 1"),
        ("minimum_score = nan", "minimum_score must be a number from 0 to 1"),
        ("minimum_score = true", "minimum_score must be a number from 0 to 1"),
        ("minimum_score = '0.8'", "minimum_score must be a number from 0 to 1"),
        ("kinds = ", "not valid TOML"),
        ("words = " + "[" * 100_000, "not valid TOML"),
    ],
    ids=lambda text: text[:30],
)
def test_what_cannot_be_meant_is_refused_with_what_is_allowed(text, says):
    with pytest.raises(ProfileError) as refused:
        profile_from(text.encode())
    assert says in str(refused.value)


def test_a_file_that_is_not_saved_as_utf_8_is_refused():
    with pytest.raises(ProfileError, match="not saved as UTF-8"):
        profile_from('words = ["수소"]'.encode("euc-kr"))


texts = st.lists(st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1), min_size=1, max_size=3)


@given(st.fixed_dictionaries({}, optional={"parties": texts, "words": texts, "minimum_score": st.floats(0, 1)}))
def test_a_profile_of_any_script_is_written_as_toml_that_says_the_same(profile):
    assert profile_from(profile_text(profile).encode()) == profile
