from __future__ import annotations

import time as clock
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.facts import facts
from stories.languages import section, supported
from stories.model import Article, Dated, DateOrigin, DatePrecision, Facts, Kind, Status, Verdict
from stories.places import country_of, places_in

ROOT = Path(__file__).parents[2]
SEOUL = timezone(timedelta(hours=9))
SEEDS = sorted((ROOT / "seeds/documents").glob("*.toml"))


def on(day: date) -> Dated:
    at = day if isinstance(day, datetime) else datetime.combine(day, time(), SEOUL)
    return Dated(at, DatePrecision.DAY, DateOrigin.FEED)


def told(text: str, language: str, published: Dated | None = None, title: str | None = None) -> Facts:
    article = Article("https://example.org/1", title, text, language, published)
    return facts(article, Verdict(keep=True, score=0.9, language=language))


@pytest.mark.parametrize("seed", SEEDS, ids=[seed.stem[:3] for seed in SEEDS])
def test_a_seed_gives_the_facts_beside_it(seed: Path) -> None:
    want = tomllib.loads(seed.read_text(encoding="utf-8"))
    published = on(want["published"]) if "published" in want else None
    text = seed.with_suffix(".txt").read_text(encoding="utf-8")
    found = told(text, want["language"], published, want["title"])
    accepted = [{party["name"], *party["aliases"]} for party in want["parties"]]
    assert (found.kind, found.status, found.event_date) == (want["kind"], want["status"], want.get("event_date"))
    assert [names for names in accepted if not names & {party.name for party in found.parties}] == []
    assert [party for party in found.parties if not any(party.name in names for names in accepted)] == []
    places = {(place.name, place.country) for place in found.places}
    assert {(place["name"], place["country"]) for place in want["places"]} - places == set()
    assert {country for _, country in places} <= {party["country"] for party in want["parties"]}
    assert found.evidence is not None
    assert found.evidence in text


SIGNED = "Hanbat University and Leeds City Council signed a memorandum of understanding on {} in Leeds."


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("the 8th", date(2023, 8, 8)),
        ("the 20th", date(2023, 7, 20)),
        ("Monday", date(2023, 8, 7)),
        ("December 30", date(2022, 12, 30)),
        ("30 December 2021", date(2021, 12, 30)),
        ("August 3 and 4", date(2023, 8, 3)),
    ],
)
def test_a_day_is_resolved_against_the_publication(written: str, day: date) -> None:
    found = told(SIGNED.format(written), "en", on(date(2023, 8, 9)))
    assert (found.event_date, found.date_precision) == (day, DatePrecision.DAY)


def test_without_publication_only_a_whole_date_is_given() -> None:
    assert told(SIGNED.format("the 8th"), "en").event_date is None
    assert told(SIGNED.format("8 August 2023"), "en").event_date == date(2023, 8, 8)


def test_the_day_of_an_announcement_is_no_day_of_signing() -> None:
    announced = told("가온시는 한밭대학교와 업무협약을 체결했다고 2일 밝혔다.", "ko", on(date(2023, 1, 2)))
    signed = told("가온시는 지난 29일 한밭대학교와 업무협약을 체결했다고 2일 밝혔다.", "ko", on(date(2023, 1, 2)))
    assert (announced.event_date, signed.event_date) == (None, date(2022, 12, 29))


def test_an_impossible_day_is_no_date() -> None:
    assert told(SIGNED.format("31 February 2023"), "en").event_date is None


def test_an_agreement_of_last_year_names_no_party() -> None:
    text = SIGNED.format("Friday") + " The council signed an agreement with Kyoto University last year."
    assert {party.name for party in told(text, "en").parties} == {"Hanbat University", "Leeds City Council"}


def test_a_second_agreement_of_the_same_story_names_its_parties() -> None:
    text = "Jeonju City signed an MoU with Graz City. The city also signed a business agreement with Linz University."
    assert {party.name for party in told(text, "en").parties} == {"Jeonju City", "Graz City", "Linz University"}


def test_witnesses_and_persons_are_no_parties() -> None:
    text = (
        "Mayor Kim Min-su and the president of Leeds University signed an agreement with Hanbat University "
        "in the presence of representatives of the British Council."
    )
    assert {party.name for party in told(text, "en").parties} == {"Leeds University", "Hanbat University"}


def test_a_short_name_is_the_same_party_as_its_full_one() -> None:
    first = "Das Institut für Meeresforschung (IFM) und die Stadt Kiel haben ein Memorandum unterzeichnet."
    second = "Auch die Stadt Turku und das IFM haben ein Memorandum unterzeichnet."
    names = {party.name for party in told(f"{first} {second}", "de").parties}
    assert names == {"Institut für Meeresforschung", "Stadt Kiel", "Stadt Turku"}


def names(text: str, language: str) -> set[str]:
    return {party.name for party in told(text, language, on(date(2024, 5, 15))).parties}


@pytest.mark.parametrize(
    ("language", "text", "parties"),
    [
        ("de", "Die Landkreise Uelzen, Celle und Stade haben einen Kooperationsvertrag unterzeichnet.", "Landkreis"),
        ("de", "Die Partnerschaft zwischen den Universitäten Uelzen, Celle und Stade wurde erneuert.", "Universität"),
        ("en", "The universities of Uelzen, Celle and Stade signed a memorandum of understanding.", "University of"),
    ],
)
def test_a_plural_says_what_each_name_of_its_list_is(language: str, text: str, parties: str) -> None:
    assert names(text, language) == {f"{parties} {town}" for town in ("Uelzen", "Celle", "Stade")}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Vertreter von BASF und der Universität Mannheim unterzeichneten eine Kooperationsvereinbarung."),
        ("de", "Der Chemiekonzern BASF und die Universität Mannheim haben einen Kooperationsvertrag unterzeichnet."),
        ("de", "Zwischen BASF und der Universität Mannheim wurde ein Kooperationsvertrag unterzeichnet."),
        ("de", "Mannheim (dpa) - BASF und die Universität Mannheim haben ein Memorandum unterzeichnet."),
        ("en", "MANNHEIM, May 14 (Reuters) -- BASF and Universität Mannheim signed an agreement on Tuesday."),
        ("en", "German chemical maker BASF signed an agreement with Universität Mannheim, rector Anna Muster said."),
    ],
)
def test_a_party_is_found_however_it_is_introduced(language: str, text: str) -> None:
    assert names(text, language) == {"BASF", "Universität Mannheim"}


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 10/5, tại Huế, lễ ký thỏa thuận hợp tác giữa Công ty Sao Mai và Trường Đại học Huế đã diễn ra.",
        "(TTXVN) - Trường Đại học Huế cùng Công ty Sao Mai ký thỏa thuận hợp tác.",
        "Đại diện Trường Đại học Huế và đại diện Công ty Sao Mai ký thỏa thuận hợp tác.",
        "Trường Đại học Huế và Công ty Sao Mai ký thỏa thuận hợp tác; ông Trần Văn An và bà Lê Thị Bình ký văn bản.",
    ],
)
def test_both_sides_of_a_vietnamese_signing_are_found(text: str) -> None:
    assert names(text, "vi") == {"Trường Đại học Huế", "Công ty Sao Mai"}


def test_a_council_that_approves_a_contract_is_no_party() -> None:
    text = "Der Stadtrat hat dem Kooperationsvertrag zwischen der Stadt Celle und den Stadtwerken Uelzen zugestimmt."
    found = told(text, "de", on(date(2024, 5, 15)))
    assert {party.name for party in found.parties} == {"Stadt Celle", "Stadtwerken Uelzen"}
    assert found.status is Status.PLANNED


def test_a_country_that_only_says_whose_they_are_is_no_party() -> None:
    text = "Kenya's Strathmore University and U.S. startup Bluefin Robotics signed an agreement."
    assert names(text, "en") == {"Strathmore University", "Bluefin Robotics"}


def test_a_day_in_the_dateline_is_no_day_of_signing() -> None:
    text = "SEOUL, May 14 (Yonhap) -- Hanbat University signed an agreement with Leeds University, officials said."
    assert told(text, "en", on(date(2024, 5, 15))).event_date is None


def test_a_paper_that_is_only_sought_is_a_wish() -> None:
    text = "Leeds and Graz want closer cooperation. They will seek to sign a formal agreement by next year."
    found = told(text, "en")
    assert (found.kind, found.status) == (Kind.INTENT, Status.PLANNED)


def test_the_paper_about_a_joint_laboratory_is_joint_research() -> None:
    text = "Hanbat University will open a joint lab with Leeds University. The two signed the agreement on Monday."
    found = told(text, "en", on(date(2024, 5, 15)))
    assert (found.kind, found.status, found.event_date) == (Kind.JOINT_RESEARCH, Status.SIGNED, date(2024, 5, 13))


def test_no_story_has_more_than_eight_parties() -> None:
    towns = ["Ash", "Birch", "Cedar", "Dale", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper"]
    listed = ", ".join(f"{town} University" for town in towns)
    assert len(told(f"{listed} and Oak University signed an agreement.", "en").parties) == 8


@pytest.mark.parametrize(
    ("text", "country"),
    [("a plant in Savannah, Georgia, near", "US"), ("the Georgia Tech campus", "US"), ("talks in Georgia", "GE")],
)
def test_georgia_behind_a_town_is_the_state(text: str, country: str) -> None:
    assert [place.country for place in places_in(text)][-1] == country


def test_a_place_that_is_also_a_common_word_is_none() -> None:
    text = "In der Halle gab es nach dem Essen nice weather, reading and mobile phones; Nhật báo, mỹ thuật."
    assert list(places_in(text)) == []


def test_a_plan_is_a_future_fact() -> None:
    found = told("Leeds University will sign an agreement with Hanbat University.", "en")
    assert (found.status, found.flags) == (Status.PLANNED, ("future",))


def test_a_text_that_tells_nothing_gives_nothing() -> None:
    found = told("", "en")
    assert (found.kind, found.status, found.parties, found.places) == (Kind.OTHER, None, (), ())
    assert (found.event_date, found.evidence, found.headline) == (None, None, ())


def test_a_language_without_a_file_is_read_by_its_capitals() -> None:
    assert told("Universidad de Leeds", "es").kind is Kind.OTHER


def test_the_source_is_a_prior_for_a_party_no_place_is_named_for() -> None:
    article = Article("u", None, SIGNED.format("Friday"), "en", home_country="KR")
    found = facts(article, Verdict(keep=True, score=0.9, language="en"))
    assert {(party.name, party.country) for party in found.parties} == {
        ("Hanbat University", "KR"),
        ("Leeds City Council", "GB"),
    }


def test_a_place_is_known_in_every_spelling() -> None:
    assert {country_of(name) for name in ("Hải Phòng", "Hai Phong", "하이퐁")} == {"VN"}
    assert [place.name for place in places_in("부산시와 경북테크노파크는 Südkorea")] == ["부산", "경북", "Südkorea"]


def test_a_name_that_only_looks_like_a_place_is_none() -> None:
    assert list(places_in("Ban Pháp chế và ông Nguyễn Văn Đức")) == []


@pytest.mark.parametrize("language", supported())
@pytest.mark.parametrize("unit", ["Aa ", "of ", "A, ", "(", "1일 ", "대학교와 ", "ký ", "A and ", "will sign ", "="])
def test_a_huge_text_is_read_in_a_moment(language: str, unit: str) -> None:
    text = f"Leeds University signed an agreement with {unit * (1_000_000 // len(unit))}."
    started = clock.monotonic()
    told(text, language, on(date(2024, 1, 1)))
    assert clock.monotonic() - started < 2


WORDS = st.sampled_from(
    [
        "University",
        "한밭대학교와",
        "UBND tỉnh",
        "und",
        "ký kết",
        "(원장",
        ")",
        "signed",
        "업무협약",
        "체결",
        "29일",
        "of",
        ",",
        "’s",
        ".",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS | st.text(max_size=8), max_size=60).map(" ".join), st.sampled_from([*supported(), "xx", None]))
def test_no_text_raises_and_evidence_is_literal(text: str, language: str | None) -> None:
    article = Article("u", None, text, language, on(date(2024, 2, 29)))
    found = facts(article, Verdict(keep=True, score=0.5, language=language))
    assert found.evidence is None or found.evidence in text


# tables whose keys are words of the language
WORDS_TO_WORDS = {"countries", "demonyms", "plurals", "governors"}
WORDS_TO_WORDS |= {"relative", "months", "weekdays", "eras", "leaning"}


def keys(table: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, value in table.items():
        yield f"{before}{name}"
        if isinstance(value, Mapping) and name not in WORDS_TO_WORDS:
            yield from keys(value, f"{before}{name}.")


@pytest.mark.parametrize("language", supported())
def test_the_facts_of_a_language_have_the_keys_of_every_other(language: str) -> None:
    assert set(keys(section(language, "facts"))) == set(keys(section("en", "facts")))


def test_no_code_of_the_facts_branches_on_a_language() -> None:
    for path in [*(ROOT / "stories/facts").glob("*.py"), *(ROOT / "stories/places").glob("*.py")]:
        assert "language ==" not in path.read_text(encoding="utf-8"), path


def test_the_sectors_are_those_of_the_published_vocabulary() -> None:
    page = (ROOT / "docs/facts.md").read_text(encoding="utf-8")
    assert [name for name in section("en", "facts")["sectors"] if f"| `{name}` |" not in page] == []
