"""Stories, skins and the pages that are made of them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_datetime
from lxml import html

from tests.reading.families import PARTS, held_out, skins_in
from tests.reading.invented import LANGUAGES, stories_in, words_in
from tests.reading.measuring import NOW
from tests.reading.pages import OTHERS, PAGES, GeneratedPage, page_of, pages_of, shows_minute

SKINS = skins_in()


@cache
def first_pages() -> list[GeneratedPage]:
    """One page of each skin in each of its languages."""
    return [next(pages_of(skin, language, 1)) for skin in SKINS for language in skin.languages]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_stories_of_every_length_and_build(language):
    stories = stories_in(language)
    kinds = {tuple(each.kind for each in story.paragraphs) for story in stories}
    assert len(stories) >= 12
    assert len({story.id for story in stories}) == len({story.title for story in stories}) == len(stories)
    assert any(len(each) == 1 for each in kinds)
    assert any(len(each) >= 11 and "h" in each for each in kinds)
    assert any(each.count("li") >= 4 for each in kinds)
    assert any(len(each.paragraphs) >= 9 and max(len(p.text) for p in each.paragraphs) < 60 for each in stories)


@pytest.mark.parametrize("language", LANGUAGES)
def test_stories_are_of_the_past_and_of_the_zone_of_their_sites(language):
    zone = ZoneInfo(words_in(language)["timezone"])
    for story in stories_in(language):
        assert story.date < NOW
        assert story.date.utcoffset() == story.date.astimezone(zone).utcoffset(), story.id
        assert story.author not in story.text + story.title, story.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_who_writes_stories_stands_among_the_words_around_them(language):
    words = str(words_in(language))
    assert [story.author for story in stories_in(language) if story.author in words] == []


def test_all_languages_have_the_same_words_and_enough_of_them():
    names = set(words_in("ko"))
    for language in LANGUAGES:
        words = words_in(language)
        assert set(words) == names, language
        assert all(words.values()), language
        assert len(stories_in(language)) - 1 + len(words["related_titles"] + words["most_read_titles"]) >= OTHERS


def test_the_same_seed_makes_the_same_bytes_and_another_seed_other_ones(skins_folder):
    skin = skins_in(skins_folder)[0]
    once, again, other = (list(pages_of(skin, "en", 6, seed)) for seed in (1, 1, 2))
    assert once == again
    assert not {page.body for page in once} & {page.body for page in other}


def test_a_page_does_not_depend_on_how_many_are_made(skins_folder):
    skin = skins_in(skins_folder)[0]
    assert next(pages_of(skin, "en", 1)) == next(pages_of(skin, "en", 6))


def test_pages_of_a_skin_tell_different_stories(skins_folder):
    assert len({page.story for page in pages_of(skins_in(skins_folder)[0], "ko")}) == PAGES


def test_the_truth_is_the_story_without_what_stands_around_it(skins_folder):
    skin, story = skins_in(skins_folder)[0], stories_in("en")[0]
    truth = page_of(skin, "en", story).truth
    assert truth.text.split("\n") == [paragraph.text for paragraph in story.paragraphs]
    assert (truth.title, truth.published, truth.has_minute) == (story.title, story.date, True)
    assert truth.author is None  # the page names nobody
    assert story.caption not in truth.text


def test_a_variant_may_be_in_another_charset(skins_folder):
    skin = skins_in(skins_folder)[1]
    page = page_of(skin, "ko", stories_in("ko")[0])
    assert stories_in("ko")[0].title in page.body.decode("euc-kr")


def test_a_skin_that_asks_for_words_nobody_wrote_is_an_error(skins_folder):
    (skins_folder / "plain" / "first.html").write_text("{{ words.nothing }}", encoding="utf-8")
    with pytest.raises(Exception, match="nothing"):
        page_of(skins_in(skins_folder)[0], "en", stories_in("en")[0])


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("2026.03.05 14:07", True),
        ("26-03-05 14:07", True),
        ('<meta content="2026-03-05T05:07:00Z">', True),
        ("20260305140700", True),
        ("05/03/2026 14h07", True),
        ("2026.03.05", False),
        ("2026.03.05 14:08", False),
    ],
)
def test_whether_a_page_shows_the_time_of_day_is_seen_in_its_markup(html, shown):
    assert shows_minute(html, datetime(2026, 3, 5, 14, 7, tzinfo=ZoneInfo("Asia/Seoul"))) is shown


def test_one_skin_of_a_family_is_held_out_in_whatever_order_they_come():
    families = [[f"{family}/{variant}" for variant in "abc"] for family in map(str, range(60))]
    hidden = [held_out(keys) for keys in families]
    assert all(key in keys for key, keys in zip(hidden, families, strict=True))
    assert len({key[-1] for key in hidden}) == 3
    assert hidden[0] == held_out(families[0][::-1])


def test_every_family_has_three_skins_on_both_sides_of_the_split():
    for family in {skin.family for skin in SKINS}:
        own = [skin for skin in SKINS if skin.family == family]
        assert len(own) >= 3, family
        assert {skin.part for skin in own} == set(PARTS), family


def test_every_language_is_read_and_held_out_somewhere():
    assert {language for skin in SKINS if skin.part == "held_out" for language in skin.languages} == set(LANGUAGES)


def test_every_page_has_its_whole_story_its_title_and_its_day():
    assert [page.key for page in first_pages() if not _tells(page)] == []


def test_every_skin_surrounds_its_story_with_other_things():
    visible = [page for page in first_pages() if not _hidden(page)]
    assert len(visible) > 0.9 * len(first_pages())  # the others have it in a script
    assert [page.key for page in visible if len(_words(_shown(page))) < len(_words(page.truth.text)) + 30] == []


def _tells(page: GeneratedPage) -> bool:
    source = page.body.decode(page.skin.charset)
    return all(_in_script(line, source) for line in _hidden(page)) and _shows_day(page)


def _hidden(page: GeneratedPage) -> list[str]:
    """The lines of the story that a browser without scripts does not show."""
    shown, lines = _words(_shown(page)), [page.truth.title, *page.truth.text.split("\n")]
    return [line for line in lines if _words(line) not in shown]


def _in_script(line: str, source: str) -> bool:
    """Whether the line stands in JSON, or in JSON that is a string of JSON."""
    escapes = (str.maketrans({}), str.maketrans({"'": "\\u0027"}), str.maketrans({"'": "\\\\u0027"}))
    once = [json.dumps(line, ensure_ascii=plain)[1:-1] for plain in (True, False)]
    twice = [json.dumps(each, ensure_ascii=plain)[1:-1] for each in once for plain in (True, False)]
    return any(each.translate(escape) in source for each in once + twice for escape in escapes)


def _shows_day(page: GeneratedPage) -> bool:
    words, at, source = words_in(page.language), page.truth.published, page.body.decode(page.skin.charset)
    said = (format_datetime(at, form, tzinfo=at.tzinfo, locale=words["locale"]) for form in words["date_formats"])
    digits = re.sub(r"\D+", " ", source)
    figures = (f"{at:%Y %m %d}", f"{at:%d %m %Y}", f"{at.astimezone(UTC):%Y %m %d}")
    return any(each in source for each in said) or any(each in digits for each in figures)


def _shown(page: GeneratedPage) -> str:
    tree = html.document_fromstring(page.body.decode(page.skin.charset))
    for hidden in tree.xpath("//script | //style"):
        hidden.drop_tree()
    return tree.text_content()


def _words(text: str) -> str:
    return re.sub(r"\s+", "", text)
