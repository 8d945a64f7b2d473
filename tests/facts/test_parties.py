"""Who cooperates is read from plain stories in every language, without those who only stand by."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.facts import facts
from stories.judge import judge
from stories.languages import supported
from stories.model import Article
from tests.facts.measuring import same_name

STORIES = {
    "en": (
        "Harbour Agency and Northport University sign cooperation agreement",
        "The Harbour Agency signed a cooperation agreement with Northport University on Monday. "
        "The ceremony was held at the Town Hall. Both sides will train young engineers.",
        ("Harbour Agency", "Northport University"),
    ),
    "de": (
        "Hochschule Nordhafen und Stadtwerke Brunntal kooperieren",
        "Die Hochschule Nordhafen und die Stadtwerke Brunntal haben am Montag einen Vertrag unterzeichnet. "
        "Gemeinsam wollen sie Wasserstoff erforschen.",
        ("Hochschule Nordhafen", "Stadtwerke Brunntal"),
    ),
    "ko": (
        "가온테크노파크-누리대학교, 업무협약 체결",
        "가온테크노파크(원장 홍길동)는 3일 누리대학교(총장 김철수)와 기업 지원 업무협약을 체결했다고 밝혔다.",
        ("가온테크노파크", "누리대학교"),
    ),
    "vi": (
        "Trường Đại học Sông Lam ký hợp tác với Tập đoàn Ánh Dương",
        "Ngày 5/6, Trường Đại học Sông Lam và Tập đoàn Ánh Dương đã ký biên bản ghi nhớ hợp tác về đào tạo nhân lực.",
        ("Trường Đại học Sông Lam", "Tập đoàn Ánh Dương"),
    ),
    "fr": (
        "L'université de Valmont et la ville de Port-Clair signent une convention",
        "L'université de Valmont et la ville de Port-Clair ont signé lundi une convention de partenariat sur l'eau.",
        ("université de Valmont", "ville de Port-Clair"),
    ),
    "es": (
        "La Universidad de Valsera y la Cámara de Comercio de Puertoalto firman un convenio",
        "La Universidad de Valsera y la Cámara de Comercio de Puertoalto firmaron el lunes un convenio marco.",
        ("Universidad de Valsera", "Cámara de Comercio de Puertoalto"),
    ),
    "ja": (
        "青波市と北星大学が包括連携協定を締結",
        "青波市と北星大学は5日、包括連携協定を締結した。地域の課題解決や人材育成で協力する。",
        ("青波市", "北星大学"),
    ),
    "zh": (
        "青波市与北星大学签署合作协议",
        "5日，青波市人民政府与北星大学在青波签署战略合作框架协议，双方将在人才培养方面开展合作。",
        ("青波市人民政府", "北星大学"),
    ),
}


def _parties(title: str, text: str, language: str) -> list[str]:
    article = Article("https://paper.example/1", title, text, language)
    return [party.name for party in facts(article, judge(article)).parties]


@pytest.mark.parametrize("language", sorted(STORIES))
def test_both_parties_of_a_plain_story_are_read_and_nobody_else(language: str) -> None:
    title, text, expected = STORIES[language]
    found = _parties(title, text, language)
    assert len(found) == len(expected)
    assert all(any(same_name(name, party) for name in found) for party in expected), found


def test_every_supported_language_has_a_plain_story() -> None:
    assert set(STORIES) == set(supported())


def test_a_party_is_named_once_although_title_and_text_spell_it_differently() -> None:
    title, text, _ = STORIES["en"]
    found = _parties(title.upper(), text + " Northport University said that the HARBOUR AGENCY would pay.", "en")
    assert len(found) == 2


def test_a_story_without_a_name_has_no_party() -> None:
    assert _parties("They work together", "Both of them signed an agreement and will work together.", "en") == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=600), st.text(max_size=80), st.sampled_from(sorted(STORIES)))
def test_any_text_gets_facts_and_every_name_is_literal(text: str, title: str, language: str) -> None:
    for name in _parties(title, text, language):
        assert name in text or name in title
