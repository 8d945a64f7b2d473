"""Which names are one, what texts say of them, and what follows: pure parts of the register of organisations."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.languages import section, supported
from stories.names.keys import name_key
from stories.names.register import Saying, register
from stories.names.said import names_said
from stories.names.shortening import abbreviates

FULL, OTHER, SHORT = "harbouragency", "hillacademy", "hax"


def said(text, *parties, title=None):
    return [(each.full, each.other) for each in names_said(title, text, parties)]


@pytest.mark.parametrize("language", supported())
def test_every_language_has_the_same_words_for_names_and_they_are_patterns(language):
    table = section(language, "names")
    assert list(table) == list(section("en", "names"))
    assert all(re.compile(word) for words in table.values() for word in words)


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "The Harbour Agency, Inc.",
            "HARBOUR  AGENCY",
            "Harbour Agency Corporation",
            "“Harbour Agency”",
            "ＨＡＲＢＯＵＲ Agency",
        ),
        ("한빛물산", "㈜한빛물산", "(주) 한빛물산", "주식회사 한빛물산", "한빛물산㈜", "한빛 물산"),
        ("Verein Nordlicht e.V.", "Verein Nordlicht e. V.", "der Verein Nordlicht"),
        ("Lindner GmbH & Co. KG", "Lindner AG", "Lindner"),
        ("株式会社ハヤマ食品", "（株）ハヤマ食品", "ハヤマ食品株式会社"),
        ("江海材料股份有限公司", "江海材料有限公司", "江海材料"),
        ("Công ty TNHH Một thành viên Sao Xanh", "Công ty CP Sao Xanh", "SAO XANH"),
        ("L'Agence du littoral", "Agence du littoral", "l’agence du littoral"),
        ("La Sociedad Brisa, S.A. de C.V.", "Sociedad Brisa"),
    ],
    ids=lambda spellings: spellings[0],
)
def test_case_width_blanks_articles_and_legal_forms_make_no_other_name(spellings):
    assert len({name_key(each) for each in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Trade", "Ministry of Travel"),
        ("Hội Thanh niên", "Hoi Thanh nien"),
        ("한빛대학교", "한빛대"),
        ("Agency of U.S.A.", "Agency of U"),
        ("리오나 주", "리오나"),
        ("Aktiengruppe Nord", "Nord"),
    ],
)
def test_other_names_stay_others(one, other):
    assert name_key(one) != name_key(other)


def test_a_name_that_is_nothing_but_a_legal_form_keeps_it_and_marks_alone_are_no_name():
    assert (name_key("AG"), name_key("주식회사"), name_key("The"), name_key(" – ")) == ("ag", "주식회사", "the", "")


@pytest.mark.parametrize(
    ("text", "full", "other"),
    [
        ("한빛기술대학교(HBTECH)는 협약을 맺었다.", "한빛기술대학교", "HBTECH"),
        ("한빛지능연구원(HIRI·원장 채동우)이 협약했다.", "한빛지능연구원", "HIRI"),
        ("한빛기술교육대학교(총장 김누리, 이하 '한기대')는", "한빛기술교육대학교", "한기대"),
        ("한빛기술교육대학교(이하 한기대라 한다)와", "한빛기술교육대학교", "한기대"),
        ("한빛기술교육대학교(한기대)와", "한빛기술교육대학교", "한기대"),
        ("여울테크노파크(이하 여울TP)와", "여울테크노파크", "여울TP"),
        ("전라기술원(Jeolla Institute of Technology)과", "전라기술원", "Jeolla Institute of Technology"),
        ("한빛전자(옛 누리전자)와", "한빛전자", "누리전자"),
        ("株式会社ハヤマ食品（以下「ハヤマ」という。）は協定を結んだ。", "株式会社ハヤマ食品", "ハヤマ"),
        ("国立研究開発法人海洋産業研究所（海産研、所長・山田）と", "国立研究開発法人海洋産業研究所", "海産研"),
        ("江海先进材料研究院（以下简称“江材院”）与", "江海先进材料研究院", "江材院"),
        ("江海先進材料研究院（簡稱江材院）與", "江海先進材料研究院", "江材院"),
        ("Viện Công nghệ Hòa Bình (gọi tắt là VHB) ký kết", "Viện Công nghệ Hòa Bình", "VHB"),
        ("Hội Doanh nhân trẻ, gọi tắt là “Hội Trẻ”, ký", "Hội Doanh nhân trẻ", "Hội Trẻ"),
        ("Hội Doanh nhân trẻ Hòa Bình (HBYEA) ký", "Hội Doanh nhân trẻ Hòa Bình", "HBYEA"),
        ("auf Einladung des Instituts für Hügel (IFH) wurde", "Institut für Hügel", "IFH"),
        ("mit der Technischen Akademie Lindental (TAL) wurde", "Technische Akademie Lindental", "TAL"),
        ("Die Wirtschaftsagentur Lindental (WAL) unterschrieb.", "Wirtschaftsagentur Lindental", "WAL"),
        ("Das Institut für Meereskunde, kurz IMK, unterschrieb.", "Institut für Meereskunde", "IMK"),
        ("Die Gesellschaft Nordlicht (im Folgenden „Nordlicht“) will", "Gesellschaft Nordlicht", "Nordlicht"),
        ('The Harbour Agency (hereinafter "HAX") signed', "Harbour Agency", "HAX"),
        ("The Harbour Plant Institute (HarPla) signed", "Harbour Plant Institute", "HarPla"),
        ('Boreal Energy ASA ("Boreal"), a developer, signed', "Boreal Energy ASA", "Boreal"),
        ("The Harbour Agency, formerly known as “Invest Harbour”, signed", "Harbour Agency", "Invest Harbour"),
        ("L'Agence du littoral (ci-après « ALI ») a signé", "Agence du littoral", "ALI"),
        ("La Universidad de Valdemora (UDV, por sus siglas en español) firmó", "Universidad de Valdemora", "UDV"),
        ("La Universidad de Valdemora, en adelante UDV, firmó", "Universidad de Valdemora", "UDV"),
    ],
    ids=lambda value: value if value.isupper() else None,
)
def test_a_text_says_that_two_names_are_one(text, full, other):
    (saying,) = names_said(None, text, [full])
    assert (saying.full, saying.other) == (full, other)
    assert saying.sentence in text


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("한빛대학교(총장 김누리)와 업무협약(MOU)을", "한빛대학교"),
        ("한빛시(이하 시)는", "한빛시"),
        ("HBX(총장 이누리)는", "HBX"),
        ("한빛물산(서울)은", "한빛물산"),
        ("バイオ東和（さいたま市）は", "バイオ東和"),
        ("海浜市（以下「市」）は", "海浜市"),
        ("江海大学（记者 王明）与", "江海大学"),
        ("Công ty Fjordo (Na Uy) ký", "Công ty Fjordo"),
        ("Das Institut für Meereskunde unterschrieb kurz vor Weihnachten", "Institut für Meereskunde"),
        ("Das Institut für Meereskunde (Rostock)", "Institut für Meereskunde"),
        ("Stadt Lindental (Foto: Kern)", "Stadt Lindental"),
        ('The City of Portness (the "City") signed', "City of Portness"),
        ("The Harbour Agency (KR) signed", "Harbour Agency"),
        ("Harbour Agency (OSE: BOR)", "Harbour Agency"),
        ("The Harbour Agency signed a memorandum of understanding (MoU)", "Harbour Agency"),
        ("The Harbour Agency or MIT will sign", "Harbour Agency"),
        ("HUE (TMP) – Hue will sign", "HUE"),
        ("The New Harbour Agency (NHA) signed", "York"),
        ("The Blackharbour Agency (BHA) signed", "harbour Agency"),
        ("The Harbour Agency (press@harbour.example)", "Harbour Agency"),
        ("The Harbour Agency (formerly of Lisbon)", "Harbour Agency"),
    ],
)
def test_offices_places_papers_captions_and_plain_words_are_no_names(text, party):
    assert said(text, party) == []


def test_the_full_name_may_stand_in_the_brackets():
    assert said("HAX (Harbour Agency of Xanten) signed", "HAX") == [("Harbour Agency of Xanten", "HAX")]
    assert said("KWX(한빛수자원기술원)와", "KWX") == [("한빛수자원기술원", "KWX")]


def test_a_party_that_was_written_with_its_brackets_is_known_under_all_three_names():
    found = said("여울항만공사(YPA)는 협약했다.", "여울항만공사(YPA)")
    assert found == [("여울항만공사", "YPA"), ("여울항만공사", "여울항만공사(YPA)")]


def test_the_longest_party_before_the_brackets_is_meant_and_each_pair_is_said_once():
    text = "The Institute of Hills (IOH) signed. The Institute of Hills (IOH) is old."
    assert said(text, "Hills", "Institute of Hills", title="Institute of Hills (IOH) signs") == [
        ("Institute of Hills", "IOH")
    ]


def test_two_letters_must_start_words_and_three_need_only_their_order():
    assert abbreviates("HA", "Harbour Agency")
    assert not abbreviates("HB", "Harbour Agency")
    assert abbreviates("HarAg", "Harbour Agency")
    assert not abbreviates("AX", "Harbour Agency")


@given(st.text(), st.lists(st.text(max_size=12), max_size=4))
def test_no_text_is_too_odd_to_be_learned_from(text, parties):
    glued = text + "".join(f" {party} (AB{party}) 이하 " for party in parties)
    for each in names_said(text, glued, parties):
        assert name_key(each.full) != name_key(each.other)


def test_a_short_name_joins_the_only_full_name_that_texts_give_it_to():
    found = register([Saying(FULL, SHORT), Saying(FULL, SHORT), Saying(FULL, "하버청")])
    assert found.names_of(SHORT) == found.names_of(FULL) == {FULL, SHORT, "하버청"}
    assert found.names_of("another") == {"another"}
    assert found.unclear == {}


def test_a_short_name_of_two_organisations_joins_neither_and_says_so():
    found = register([Saying(FULL, SHORT), Saying(OTHER, SHORT)])
    assert found.names_of(SHORT) == {SHORT}
    assert found.names_of(FULL) == {FULL}
    assert found.unclear == {SHORT: (FULL, OTHER)}


def test_a_short_name_of_two_full_names_that_are_one_organisation_joins_both():
    claims = [Saying(FULL, SHORT), Saying(OTHER, SHORT)]
    assert register([*claims, Saying(FULL, OTHER)]).names_of(SHORT) == {FULL, OTHER, SHORT}
    assert register([Saying(FULL, OTHER, by_person=True), *claims]).names_of(SHORT) == {FULL, OTHER, SHORT}


def test_a_person_who_parts_outweighs_any_number_of_texts():
    texts = [Saying(FULL, SHORT)] * 5
    found = register([*texts, Saying(SHORT, FULL, same=False, by_person=True), *texts])
    assert found.names_of(SHORT) == {SHORT}
    assert found.unclear == {}


def test_a_parting_settles_which_of_two_organisations_a_short_name_means():
    parted = Saying(OTHER, SHORT, same=False, by_person=True)
    assert register([Saying(FULL, SHORT), Saying(OTHER, SHORT), parted]).names_of(SHORT) == {FULL, SHORT}


def test_a_joining_settles_it_too():
    joined = Saying(OTHER, SHORT, by_person=True)
    found = register([Saying(FULL, SHORT), Saying(OTHER, SHORT), joined])
    assert found.names_of(SHORT) == {OTHER, SHORT}
    assert found.names_of(FULL) == {FULL}


def test_texts_do_not_join_by_a_third_name_what_a_person_has_parted():
    parted = Saying(FULL, OTHER, same=False, by_person=True)
    found = register([Saying(FULL, SHORT), Saying(SHORT, OTHER), parted])
    assert OTHER not in found.names_of(FULL)


@pytest.mark.parametrize("same", [True, False])
def test_the_newest_word_of_a_person_counts(same):
    words = [Saying(FULL, SHORT, not same, by_person=True), Saying(SHORT, FULL, same, by_person=True)]
    assert (SHORT in register(words).names_of(FULL)) is same


def test_a_newer_parting_outweighs_older_joinings_that_lead_around_it():
    words = [Saying(FULL, SHORT, by_person=True), Saying(SHORT, OTHER, by_person=True)]
    found = register([*words, Saying(FULL, OTHER, same=False, by_person=True)])
    assert found.names_of(OTHER) == {OTHER, SHORT}
    assert found.names_of(FULL) == {FULL}
