from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.gold import GoldStory, gold
from stories.facts import facts as read
from stories.headlines import LONGEST, han, headlines
from stories.headlines.kana import hepburn
from stories.headlines.korean import latin
from stories.headlines.lining_up import shortened
from stories.headlines.naming import tidy
from stories.headlines.romanization import romanized
from stories.headlines.words import supported, table
from stories.judge import judge
from stories.model import Article, DatePrecision, Facts, Kind, Party, Place, Status

DAY = date(2023, 8, 8)
STRAY = re.compile(r"\s\s|^\s|\s$|\s[,:.)]|\(\s|\(\)|None|× *(?:×|:|$)|^[×:,]|…[^\W\d_]")


def facts(
    *parties: str | Party,
    kind: Kind = Kind.MOU,
    status: Status | None = Status.SIGNED,
    places: tuple[str, ...] = (),
    day: date | None = DAY,
    precision: DatePrecision = DatePrecision.DAY,
) -> Facts:
    who = tuple(party if isinstance(party, Party) else Party(party) for party in parties)
    where = tuple(Place(name) for name in places)
    return Facts(kind, status, who, where, day, precision if day else None, (), (), None)


def told(found: Facts, reader: str, language: str = "en") -> str:
    return dict(headlines(found, language))[reader]


def keys(found: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, value in found.items():
        yield before + name
        if isinstance(value, Mapping):
            yield from keys(value, f"{before}{name}.")


@pytest.mark.parametrize(
    ("reader", "headline"),
    [
        ("en", "Maumee City × Invest Ibarra: MOU signed, 8 Aug 2023"),
        ("de", "Maumee City × Invest Ibarra: Memorandum unterzeichnet, 08.08.2023"),
        ("ko", "Maumee City × Invest Ibarra: 업무협약 체결(2023. 8. 8.)"),
        ("vi", "Maumee City × Invest Ibarra: ký biên bản ghi nhớ, ngày 8/8/2023"),
    ],
)
def test_a_headline_says_who_what_and_when(reader: str, headline: str) -> None:
    assert told(facts("Maumee City", "Invest Ibarra"), reader) == headline


@pytest.mark.parametrize("language", supported())
def test_a_file_of_words_has_the_keys_of_every_other_and_a_phrase_for_every_kind_and_status(language: str) -> None:
    assert set(keys(table(language))) == set(keys(table("en")))
    phrases = table(language)["told"]
    assert set(phrases) == set(Kind)
    assert all(set(by_status) == {*Status, "unknown"} for by_status in phrases.values())
    every = [phrase for by_status in phrases.values() for phrase in by_status.values()]
    assert not [phrase for phrase in every if not phrase or phrase != " ".join(phrase.split()) or phrase[-1] in ".,:"]


@pytest.mark.parametrize(
    ("reader", "headline"),
    [
        ("en", "A: MOU signed, Aug 2023"),
        ("de", "A: Memorandum unterzeichnet, August 2023"),
        ("ko", "A: 업무협약 체결(2023. 8.)"),
        ("vi", "A: ký biên bản ghi nhớ, tháng 8/2023"),
    ],
)
def test_a_month_is_told_as_a_month(reader: str, headline: str) -> None:
    assert told(facts("A", precision=DatePrecision.MONTH), reader) == headline


@pytest.mark.parametrize("reader", supported())
def test_without_a_date_nothing_is_said_of_it(reader: str) -> None:
    assert not re.search(r"[\d,(]", told(facts("A", "B", day=None), reader))


def test_without_a_status_the_kind_alone_is_told() -> None:
    assert told(facts("A", "B", status=None, day=None), "de") == "A × B: Memorandum"
    assert told(facts("A", "B", status=None, kind=Kind.NETWORK, day=None), "vi") == "A × B: mạng lưới hợp tác"


def test_where_no_party_is_known_the_places_stand_in_and_else_the_headline_begins_with_what_happened() -> None:
    assert told(facts(places=("Galway", "Derry", "Cork"), day=None), "en") == "Galway × Derry: MOU signed"
    assert told(facts(kind=Kind.JOINT_RESEARCH, day=None), "de") == "Gemeinsame Forschung vereinbart"
    assert told(facts(kind=Kind.DELEGATION), "vi", "vi") == "Kết thúc trao đổi về hợp tác, ngày 8/8/2023"


def test_facts_that_say_nothing_have_no_headline() -> None:
    assert headlines(facts(kind=Kind.OTHER, status=None, day=None), "en") == ()


@pytest.mark.parametrize(
    ("reader", "one", "three"),
    [
        ("en", "and 1 more", "and 3 more"),
        ("de", "und ein weiterer", "und 3 weitere"),
        ("ko", "외 1곳", "외 3곳"),
        ("vi", "và 1 bên khác", "và 3 bên khác"),
    ],
)
def test_three_parties_are_named_and_the_others_counted(reader: str, one: str, three: str) -> None:
    assert told(facts(*"ABC"), reader).startswith("A × B × C: ")
    assert told(facts(*"ABCD"), reader).startswith(f"A × B × C {one}: ")
    assert told(facts(*"ABCDEF"), reader).startswith(f"A × B × C {three}: ")


def test_a_party_that_is_named_twice_is_counted_once() -> None:
    assert told(facts("Busan", "부산", day=None), "en", "ko") == "Busan: MOU signed"


def test_names_in_another_script_are_read_in_the_readers_with_the_original_in_brackets() -> None:
    found = facts("경북테크노파크", "가온대학교", day=None)
    assert (
        told(found, "en", "ko") == "Gyeongbuk Technopark (경북테크노파크) × Gaon University (가온대학교): MOU signed"
    )
    assert told(found, "ko", "ko") == "경북테크노파크 × 가온대학교: 업무협약 체결"


def test_a_name_that_the_story_itself_gives_is_taken_before_any_spelling() -> None:
    lab = Party("나하르옵틱스", aliases=("Nahar Optics",))
    assert told(facts(lab, day=None), "en", "ko") == "Nahar Optics (나하르옵틱스): MOU signed"
    city = Party("Haetgol City", aliases=("햇골시",))
    assert told(facts(city, day=None), "ko") == "햇골시(Haetgol City): 업무협약 체결"
    short = Party("가온시험원(GTI)")  # an abbreviation tells less than the name
    assert told(facts(short, day=None), "de", "ko").startswith("Gaon Testing Institute (가온시험원): ")


def test_places_and_countries_are_called_as_the_reader_calls_them() -> None:
    found = facts("Hamburg", "Portugal", day=None)
    assert told(found, "ko") == "함부르크(Hamburg) × 포르투갈: 업무협약 체결"
    assert told(found, "vi").startswith("Hamburg × Bồ Đào Nha: ")
    assert told(facts("日本", "葛巻町", day=None), "de", "ja") == "Japan × 葛巻町: Memorandum unterzeichnet"
    assert told(facts("香港", "澳門", day=None), "de", "zh").startswith("Hongkong × Macau: ")
    assert told(facts("Taichung City", "Gangwon Province", day=None), "ko").startswith(
        "타이중시(Taichung City) × 강원도("
    )


@pytest.mark.parametrize(
    ("language", "written", "bare"),
    [
        ("de", "Estnischen Handelskammer", "Estnische Handelskammer"),
        ("de", "Medizinischen Fakultät Pécs", "Medizinische Fakultät Pécs"),
        ("de", "Technischen Betriebe Wil", "Technische Betriebe Wil"),
        ("de", "Deutsche Institut für Feldrobotik", "Deutsches Institut für Feldrobotik"),
        ("de", "dem Zentralen Institut für Küsten", "Zentrales Institut für Küsten"),
        ("de", "kasachische Industrieministerium", "Kasachisches Industrieministerium"),
        ("de", "Bayerische Rote Kreuz", "Bayerisches Rotes Kreuz"),
        ("de", "ruandischen Verbands der Privatwirtschaft", "Ruandischer Verband der Privatwirtschaft"),
        ("de", "Deutschen Akademischen Forschungsdienstes", "Deutscher Akademischer Forschungsdienst"),
        ("de", "Japanischen Generalkonsulats", "Japanisches Generalkonsulat"),
        ("de", "Ada-Lind-Instituts für Optik", "Ada-Lind-Institut für Optik"),
        ("de", "Landes Hessen", "Land Hessen"),
        ("de", "Technischen Werken Selm", "Technische Werke Selm"),
        ("de", "Gemeinden Sandheim und Lohr", "Gemeinden Sandheim und Lohr"),
        ("de", "Häfen Rostock und Kiel", "Häfen Rostock und Kiel"),
        ("de", "Landkreises Nordsachsen", "Landkreis Nordsachsen"),
        ("de", "Kantons Tuzla", "Kanton Tuzla"),
        ("de", "Niedersachsens", "Niedersachsen"),
        ("de", "Stadtwerken Bocholt", "Stadtwerke Bocholt"),
        ("de", "der Landkreis Fulda", "Landkreis Fulda"),
        ("de", "Kreiskliniken Uckermark", "Kreiskliniken Uckermark"),
        ("de", "Westfalen Weser Energie", "Westfalen Weser Energie"),
        ("de", "Deutsche Bahn", "Deutsche Bahn"),
        ("de", "Museum des Verbands", "Museum des Verbands"),
        ("en", "the health board", "Health board"),
        ("en", "Adria Terminali S.p.A.", "Adria Terminali S.p.A."),
        ("en", "eThekwini", "eThekwini"),
        ("en", "«Pharos Loft», ", "Pharos Loft"),
        ("ko", "㈜하이로직스", "하이로직스"),
        ("ko", "(사)누리협회", "누리협회"),
        ("vi", "Đại học Sông Cầu (Hokkaido, Nhật Bản)", "Đại học Sông Cầu"),
        ("es", "Universidad del Valle Alto (UVA)", "Universidad del Valle Alto (UVA)"),
        ("vi", "thành phố Đà Lạt", "Thành phố Đà Lạt"),
        ("fr", "the Hub", "The Hub"),
    ],
)
def test_a_name_leaves_its_sentence_behind(language: str, written: str, bare: str) -> None:
    assert tidy(written, language) == bare


def test_a_name_that_is_too_long_is_cut_between_words_and_never_behind_a_small_one() -> None:
    assert shortened("Handelskammer Ostjava (Kadin Jawa Timur)", 30) == "Handelskammer Ostjava"
    assert shortened("Ministry of Agriculture and Rural Development", 32) == "Ministry of Agriculture…"
    assert shortened("Kassenärztliche Vereinigung Brandenburg", 28) == "Kassenärztliche Vereinigung…"
    assert shortened("Rillebekteuenjinieoring", 12) == "Rillebekteu…"
    assert shortened("Crop Science Centre of the Univ. of Calder", 36) == "Crop Science Centre…"
    assert shortened("하나로은행", 10) == "하나로은행"


def test_parties_too_long_for_three_are_named_as_far_as_they_tell_something() -> None:
    long = [f"{name} Regional Development and Cooperation Agency" for name in ("Aire", "Calder", "Ouse", "Wharfe")]
    assert told(facts(*long[:3]), "en").startswith("Aire Regional Development")
    assert told(facts(*long[:3]), "en").endswith("and 1 more: MOU signed, 8 Aug 2023")
    assert told(facts(*long), "de").count("×") <= 1


def test_where_there_is_no_room_names_are_abbreviated_as_newspapers_do_before_any_is_cut() -> None:
    offices = [f"Sở Tài nguyên và Môi trường {name}" for name in ("Đắk Nông", "Gia Lai", "Kon Tum")]
    shown = "Sở TN&MT Đắk Nông × Sở TN&MT Gia Lai và 1 bên khác: ký biên bản ghi nhớ, ngày 8/8/2023"
    assert told(facts(*offices), "vi", "vi") == shown
    assert told(facts(*offices[:1]), "vi", "vi").startswith("Sở Tài nguyên và Môi trường Đắk Nông: ")


def test_two_names_that_begin_alike_are_never_cut_to_what_they_have_in_common() -> None:
    schools = [f"Escuela Superior de Arte Dramático y Danza Contemporánea de {town}" for town in ("Lugo", "Soria")]
    assert told(facts(*schools), "en", "es").startswith("Escuela Superior de Arte Dramático y Danza Contemporánea")
    assert " and 1 more: " in told(facts(*schools), "en", "es")


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        *[("구미", "gumi"), ("옥천", "okcheon"), ("합덕", "hapdeok"), ("월곶", "wolgot"), ("벚꽃", "beotkkot")],
        *[("백마", "baengma"), ("종로", "jongno"), ("왕십리", "wangsimni"), ("별내", "byeollae"), ("신라", "silla")],
        *[("해돋이", "haedoji"), ("같이", "gachi"), ("좋고", "joko"), ("놓다", "nota"), ("묵호", "mukho")],
        *[("압구정", "apgujeong"), ("속리산", "songnisan"), ("독립문", "dongnimmun"), ("설악", "seorak")],
        *[("여의도", "yeouido"), ("광희문", "gwanghuimun"), ("값", "gap"), ("A동 3층", "Adong 3cheung")],
    ],
)
def test_hangul_is_romanised_by_sound(written: str, spelled: str) -> None:
    assert romanized(written) == spelled


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("울산테크노파크", "Ulsan Technopark"),
        ("제주특별자치도교육청", "Jeju Special Self-Governing Province Office of Education"),
        ("김천시체육회", "Gimcheon City Sports Council"),
        ("한솔대", "Hansol University"),
        ("청주고인쇄박물관", "Cheongju Early Printing Museum"),
        ("몽골 광업에너지부", "Ministry of Mining and Energy, Mongolia"),
        ("경기 수원시", "Suwon City, Gyeonggi"),
        ("부산·울산 버스조합", "Busan·Ulsan Bus Association"),
        ("울란바토르 제3병원", "No. 3 Hospital, Ulaanbaatar"),
        ("투브도청", "Töv Provincial Office"),
        ("마인츠시", "Mainz City"),
        ("나망간주", "Namangan Region"),
        ("하와이주", "Hawaii State"),
        ("사우디아라비아 스마트시티청", "Smart City Agency, Saudi Arabia"),
        ("느티1동 주민협의회", "Neuti 1-dong Residents' Council"),
        ("KAIST 사이버보안연구단", "KAIST Cyber Security Research Group"),
        ("모아봇", "Moabot"),
    ],
)
def test_a_korean_name_is_translated_as_far_as_its_words_are_known(written: str, spelled: str) -> None:
    assert latin(written) == spelled


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("デブリス・ワン", "Deburisu Wan"),
        ("マッチング", "Matchingu"),
        ("ファーウェイ", "Fāwei"),
        ("サンエツ", "San'etsu"),
        ("みなと", "Minato"),
        ("協和フィルム", None),
    ],
)
def test_kana_are_spelled_and_names_with_kanji_left_alone(written: str, spelled: str | None) -> None:
    assert hepburn(written) == spelled


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("天津港集团", "Tianjin Port Group"),
        ("石澜市第一人民医院", "Shilan City No. 1 People's Hospital"),
        ("國立屏東第三高中", "National Pingtung No. 3 High School"),
        ("重庆青禾科技园", "Chongqing Qinghe Science Park"),
        ("西安大学", "Xi'an University"),
        ("绿禾商会", "Lühe Chamber of Commerce"),
        ("江西省赣州市", "Ganzhou City, Jiangxi Province"),
        ("丹麦埃斯比约港", "Esbjerg Port, Denmark"),
        ("越南工贸部", "Ministry of Industry and Trade, Vietnam"),
        ("德国驻青岛总领事馆", "Consulate General of Germany in Qingdao"),
        ("石澜大学附属医院", "Hospital of Shilan University"),
        ("陕西、山西两省商会", "Chamber of Commerce of Shaanxi, Shanxi"),
        ("资源县", "Ziyuan County"),
        ("第3中学", "No. 3 Middle School"),
        ("ABC控股", "ABC Holdings"),
        ("日本清水町立西小学", None),
        ("韩国石澜大学", None),
    ],
)
def test_a_chinese_name_is_translated_as_far_as_its_words_are_known_and_else_spelled_in_pinyin(
    written: str, spelled: str | None
) -> None:
    assert han.latin(written, "zh") == spelled


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("熊本県", "Kumamoto Prefecture"),
        ("浜松商工会議所", "Hamamatsu Chamber of Commerce and Industry"),
        ("札幌みなと銀行", "Sapporo Minato Bank"),
        ("東京都豊島区", "Toshima Ward, Tokyo"),
        ("バングラデシュ国立稲研究機構", "Bangladesh National Rice Research Organization"),
        ("在浜松ブラジル総領事館", "Consulate General of Brazil in Hamamatsu"),
        ("タイ工業省", "Ministry of Industry, Thailand"),
        ("北海道", "Hokkaido"),
        ("県", "Prefectural Government"),
        ("菱澄大学", None),
        ("葛巻町", None),
        ("中国石澜大学", None),
    ],
)
def test_a_japanese_name_is_translated_and_stays_as_it_is_where_its_kanji_are_in_no_table(
    written: str, spelled: str | None
) -> None:
    assert han.latin(written, "ja") == spelled


def test_the_language_of_the_story_says_how_characters_are_read() -> None:
    found = facts("天津港集团", day=None)
    assert told(found, "en", "zh") == "Tianjin Port Group (天津港集团): MOU signed"
    assert told(found, "ko", "zh") == "Tianjin Port Group(天津港集团): 업무협약 체결"
    assert told(found, "de", "ja") == told(found, "de", "en") == "天津港集团: Memorandum unterzeichnet"
    assert told(facts("長崎市", day=None), "vi", "ja") == "Nagasaki City (長崎市): ký biên bản ghi nhớ"


@settings(deadline=None, max_examples=150)
@given(
    names=st.lists(
        st.text(max_size=120)
        | st.sampled_from(["경북테크노파크", "Universität Łódź", "熊本県", "绿禾-C(第2)港、市"]),
        max_size=9,
    ),
    kind=st.sampled_from(Kind),
    status=st.none() | st.sampled_from(Status),
    language=st.sampled_from([None, "xx", "de", "ko", "ja", "zh"]),
)
def test_any_names_make_one_line_that_is_short_enough(
    names: list[str], kind: Kind, status: Status | None, language: str | None
) -> None:
    for _, headline in headlines(facts(*names, kind=kind, status=status), language):
        assert 0 < len(headline) <= LONGEST
        assert headline == " ".join(headline.split())


@pytest.mark.parametrize("name", ["Tallinn's", "Tallinn’s", "Tallinns", "city of Tallinn's", "Tallinn (Estonia)'s"])
def test_a_town_in_a_case_of_its_own_is_told_as_it_stands(name: str) -> None:
    assert all("Tallinn" in headline for _, headline in headlines(facts(name, "Harbour Agency"), "en"))


def test_the_facts_of_a_story_come_with_a_headline_in_each_language() -> None:
    text = "Kempford University and the Ibarra Port Authority signed a memorandum of understanding on 8 August 2023."
    article = Article("https://press.example/1", None, text, "en")
    told_so = dict(read(article, judge(article)).headline)
    assert set(told_so) == set(supported())
    assert told_so["de"] == "Kempford University × Ibarra Port Authority: Memorandum unterzeichnet, 08.08.2023"


def tuned() -> list[GoldStory]:
    return [story for story in gold() if story.keep and not story.held_out]


def of_gold(story: GoldStory) -> Facts:
    found = facts(*story.parties, places=tuple(name for name, _ in story.places), day=story.event_date)
    status = Status(story.status) if story.status else None
    return Facts(Kind(story.kind or ""), status, *[getattr(found, name) for name in Facts.__slots__[2:]])


@pytest.mark.parametrize("reader", supported())
def test_no_headline_of_a_gold_story_has_stray_marks(reader: str) -> None:
    found = [told(of_gold(story), reader, story.language) for story in tuned()]
    assert not [headline for headline in found if STRAY.search(headline) or len(headline) > LONGEST]
