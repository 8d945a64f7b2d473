"""The gold set is what its data card says: varied, hard, consistent, and nobody's template."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from babel.core import get_global

from bench.gold import GoldStory, gold
from stories.facts.lexicon import lexicon
from stories.judging.lexicon import OBJECTIONS
from stories.languages import supported
from stories.model import Kind, Status
from tests.judging.measuring import f1, judged

LEAST = {"ko": 400, "en": 400, "de": 250, "vi": 150, "ja": 120, "zh": 120, "fr": 120, "es": 120}
STORIES = gold()
COUNTRIES = set(get_global("territory_languages"))
_WORDS = re.compile(r"[^\W\d_]+")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def of(language: str) -> list[GoldStory]:
    return [story for story in STORIES if story.language == language]


@pytest.mark.parametrize("language", supported())
def test_a_language_has_its_stories_half_of_them_dropped_and_most_of_those_hard(language: str) -> None:
    stories = of(language)
    dropped = [story for story in stories if not story.keep]
    assert len(stories) >= LEAST[language]
    assert 0.4 <= len(dropped) / len(stories) <= 0.6
    assert sum(story.hard for story in dropped) / len(dropped) > 0.5


@pytest.mark.parametrize("language", supported())
def test_about_a_fifth_is_held_out_by_whole_sources_and_years(language: str) -> None:
    stories = of(language)
    assert 0.15 <= sum(story.held_out for story in stories) / len(stories) <= 0.27
    by_source = defaultdict(set)
    for story in stories:
        by_source[story.source].add((story.held_out, story.published.year))
    for seen in by_source.values():
        years_kept_apart = {year for held, year in seen if held}
        assert len({held for held, _ in seen}) == 1 or len(years_kept_apart) == 1


@pytest.mark.parametrize("language", supported())
def test_a_plain_keyword_list_does_not_solve_it(language: str) -> None:
    assert f1(judged(of(language)), lambda each: each.keyword)[0] <= 0.90


@pytest.mark.parametrize("language", supported())
def test_every_kind_and_nearly_every_other_matter_is_there(language: str) -> None:
    assert {story.kind for story in of(language) if story.keep} == {*Kind}
    matters = {story.why for story in of(language) if not story.keep}
    assert matters <= {*OBJECTIONS, "other_news"}
    assert len(matters) >= 20


def test_facts_are_literal_and_of_the_vocabularies() -> None:
    sectors = set(lexicon("en").sectors)
    for story in (story for story in STORIES if story.keep):
        whole = f"{story.title or ''}\n{story.text}"
        assert story.evidence, story.id
        assert story.evidence in whole, story.id
        assert all(name in whole for name in story.parties), story.id
        assert all(name in whole and country in COUNTRIES for name, country in story.places), story.id
        assert story.status in {*Status}, story.id
        assert set(story.sectors) <= sectors, story.id
        assert story.parties, story.id


def test_a_source_is_at_home_in_a_known_country_or_across_borders_and_the_story_tells_it() -> None:
    homes = {story.home_country for story in STORIES}
    assert None in homes
    assert {"AT", "CH", "DE", "JP", "KR", "TW"} < homes - {None} <= COUNTRIES
    assert all(story.article.home_country == story.home_country for story in STORIES)


def test_ids_are_unique_and_dropped_stories_have_no_facts() -> None:
    assert max(Counter(story.id for story in STORIES).values()) == 1
    assert not [story.id for story in STORIES if not story.keep and (story.kind or story.parties or story.evidence)]


@pytest.mark.parametrize("language", supported())
def test_no_template_yields_more_than_three_stories(language: str) -> None:
    standing = Counter(run for story in of(language) for run in set(_runs(story)))
    assert [run for run, stories in standing.items() if stories > 3] == []


def _runs(story: GoldStory) -> Iterator[str]:
    """Runs of twelve words, without numbers and names in capitals; of 24 letters where words are not set apart."""
    if len(_DENSE.findall(story.text)) > len(story.text) / 3:
        letters = "".join(_WORDS.findall(story.text))
        yield from (letters[at : at + 24] for at in range(len(letters) - 23))
        return
    words = [word for word in _WORDS.findall(story.text) if word.islower() or not word[0].isupper()]
    yield from (" ".join(words[at : at + 12]) for at in range(len(words) - 11))
