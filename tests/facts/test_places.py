"""Places: which names are places, in which country, in every language."""

from __future__ import annotations

import pytest

from stories.facts import facts
from stories.facts.lexicon import lexicon
from stories.facts.places import places
from stories.facts.telling import tell
from stories.model import Article, Verdict
from stories.places import country_of
from stories.places.cities import homes_of


def told(language: str, text: str, title: str = "", home: str | None = None) -> dict[str, str | None]:
    """The places of a text, as written, with their countries."""
    words = lexicon(language)
    return {place.name: place.country for place in places(words, tell(words, title, text), (), home)}


@pytest.mark.parametrize(
    ("language", "text", "name", "country"),
    [
        ("en", "The two colleges signed an agreement in Otley on Monday.", "Otley", "GB"),
        ("en", "The city of Essen and a partner signed an agreement on Monday.", "Essen", "DE"),
        ("de", "Die Partner unterzeichneten am Montag in Mössingen einen Vertrag.", "Mössingen", "DE"),
        ("de", "Mailand und Partner unterzeichneten in Mailand einen Vertrag.", "Mailand", "IT"),
        ("fr", "La convention a été signée lundi à Briançon.", "Briançon", "FR"),
        ("fr", "Un accord a été signé lundi à Bâle.", "Bâle", "CH"),
        ("es", "El convenio se firmó el lunes en Valladolid.", "Valladolid", "ES"),
        ("vi", "Hai bên ký thỏa thuận hợp tác tại Vĩnh Tường.", "Vĩnh Tường", "VN"),
        ("ko", "양측은 20일 르자오에서 업무협약을 체결했다.", "르자오", "CN"),
        ("ja", "両大学は20日、メルボルンで協定を締結した。", "メルボルン", "AU"),
        ("zh", "双方20日在布达佩斯签署合作协议。", "布达佩斯", "HU"),
        ("zh", "雙方20日在釜山簽署合作協議。", "釜山", "KR"),
    ],
)
def test_a_town_is_found_where_the_words_around_it_say_that_it_is_one(
    language: str, text: str, name: str, country: str
) -> None:
    assert told(language, text)[name] == country


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Reading groups of two schools signed an agreement in March with Gordon Halifax."),
        ("de", "Das Essen war gut, sagte Gordon Landau nach der Unterzeichnung der Vereinbarung."),
        ("fr", "Le directeur Jean Grasse a signé une convention."),
        ("zh", "雙方簽署合作協議，沿海地區受惠。"),
    ],
)
def test_an_ordinary_word_and_a_person_are_no_places(language: str, text: str) -> None:
    assert told(language, text) == {}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The colleges signed an agreement in Halifax. A school in Ontario, Canada, will join.", "CA"),
        ("The colleges signed an agreement in Halifax. A school in Leeds will join.", "GB"),
    ],
)
def test_of_places_called_alike_the_one_is_meant_whose_country_the_story_speaks_of(text: str, country: str) -> None:
    assert told("en", text)["Halifax"] == country


def test_of_places_called_alike_the_source_means_its_own() -> None:
    text = "The two colleges signed an agreement in Halifax on Monday."
    assert (told("en", text)["Halifax"], told("en", text, home="GB")["Halifax"]) == ("CA", "GB")


def test_a_longer_name_is_not_taken_for_the_shorter_one_in_it() -> None:
    assert told("en", "The two colleges signed an agreement in East London on Monday.") == {"East London": "ZA"}


def test_a_list_of_towns_is_one_although_each_name_could_be_a_word() -> None:
    found = told("fr", "Briançon, Gap, Mende et Pontarlier ont signé une convention.")
    assert found == {"Briançon": "FR", "Gap": "FR", "Mende": "FR", "Pontarlier": "FR"}


def test_a_place_that_no_list_has_is_at_home_where_the_source_is() -> None:
    assert told("ko", "햇골시는 20일 대학과 업무협약을 체결했다.") == {"햇골시": "KR"}
    assert told("zh", "滨蓝市与企业签署合作协议，双方将发展产业，建设实验区，关注学生。") == {"滨蓝市": "CN"}


def test_a_foreign_place_is_not_at_home_because_its_kind_is_written_behind_it() -> None:
    assert told("ja", "市は20日、台南市と友好協定を締結した。")["台南市"] == "TW"


def test_an_abbreviation_is_no_town_that_is_spelled_so() -> None:
    text = "KOTRA signed a memorandum of understanding with the University of Otley on Monday."
    article = Article("https://example.org/1", None, text, "en")
    found = facts(article, Verdict(keep=True, score=1.0, language="en"))
    assert {place.country for place in found.places} == {"GB"}


def test_a_short_name_inside_another_word_is_no_place() -> None:
    assert "세부" not in told("ko", "양측은 세부사항을 논의하고 업무협약을 체결했다.")
    assert "タイ" not in told("ja", "両社は20日、タイヤの協定を締結した。")


def test_the_list_says_which_names_are_words_and_where_the_places_are() -> None:
    reading, halifax = homes_of("Reading"), homes_of("Halifax")
    assert reading is not None
    assert reading.ordinary
    assert halifax is not None
    assert list(halifax.people) == ["CA", "GB", "US"]
    assert homes_of("Nowheresville-on-Sea") is None


def test_a_doubtful_name_is_no_spelling_of_a_place_by_itself() -> None:
    assert country_of("Landes") is None
    assert told("fr", "La convention a été signée lundi dans les Landes, à Chambéry.")["Chambéry"] == "FR"


@pytest.mark.parametrize(
    "text", ["", "\n", "－", "・" * 50, "A" * 5000, "市" * 500, "가" * 500, "d'" * 300, "St. " * 300]
)
def test_no_text_makes_it_fail(text: str) -> None:
    for language in ("de", "fr", "ja", "ko", "zh"):
        article = Article("https://example.org/1", None, text, language)
        assert facts(article, Verdict(keep=True, score=1.0, language=language)).places is not None
