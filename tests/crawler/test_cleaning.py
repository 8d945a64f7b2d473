from __future__ import annotations

import pytest

from crawler.cleaning import cleaned
from crawler.cms import cms_named
from crawler.translations import divided

CMS = cms_named("generic")
FIRST = "Lindental opened its footbridge on Monday, and people from both banks came to see it."
SECOND = "The mayor said that people had asked for it since the old ferry stopped running."
LAST = "Cyclists may cross the bridge at walking pace from next week, the council of the town said."
ENGLISH = [FIRST, SECOND, LAST, "It cost less than planned, because the steel came from a mill that closed nearby."]
KOREAN = [
    "린덴탈시는 월요일 강을 건너는 보행자 다리를 개통했다고 밝혔다. 공사에는 두 해가 걸렸고 비용은 줄었다.",
    "시장은 옛 나룻배가 멈춘 뒤로 양쪽 주민이 모두 다리를 바라 왔다고 말했다. 개통식에는 많은 주민이 함께했다.",
    "동쪽 학교 학생들은 다음 주부터 이 다리로 등교한다. 자전거는 걷는 속도로 건널 수 있다고 시는 덧붙여 설명했다.",
]
GERMAN = [
    "Lindental hat am Montag eine Brücke für Fußgänger eröffnet, nach zwei Jahren Arbeit am Ufer.",
    "Die Bürgermeisterin sagte, dass die Menschen auf beiden Seiten lange darum gebeten hatten.",
    "Die Schulen am östlichen Ufer nutzen die Brücke ab der nächsten Woche, so die Stadt.",
    "Sie war billiger als geplant, weil der Stahl aus einem Werk in der Nähe kam.",
]
TITLES = ["A ferry that nobody misses", "Steel from a mill upstream", "Schools plan a run over the bridge"]
TEASER = "Few people remember the old boat today."


def lines_of(*lines: str, title: str | None = None) -> list[str]:
    return cleaned(lines, CMS, title)


def test_a_long_line_is_never_dropped() -> None:
    long = f"Read more: {SECOND} {LAST}"
    assert lines_of(FIRST, long) == [FIRST, long]


def test_the_title_above_the_text_is_not_text() -> None:
    assert lines_of("Lindental opens a bridge", FIRST, LAST, title="Lindental opens a bridge") == [FIRST, LAST]


@pytest.mark.parametrize("caption", ["Children on the bridge at dawn", "Children cross the bridge at dawn."])
@pytest.mark.parametrize("turned", [False, True])
def test_a_caption_beside_itself_with_a_credit_goes_with_it(caption: str, turned: bool) -> None:
    pair = [caption, f"{caption} Photo: A. Example" if caption.endswith(".") else f"{caption} (Photo: VNA)"]
    assert lines_of(FIRST, *(reversed(pair) if turned else pair), LAST) == [FIRST, LAST]


def test_a_paragraph_that_stands_twice_counts_once() -> None:
    assert lines_of(FIRST, FIRST, LAST) == [FIRST, LAST]
    assert lines_of(FIRST, "Photo: AFP", "A view", FIRST, LAST) == [FIRST, "A view", LAST]


def test_short_answers_may_repeat() -> None:
    talk = ["Is it open?", "Yes.", "Is it new?", "Yes."]
    assert lines_of(FIRST, *talk) == [FIRST, *talk]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"{LAST} (END)", LAST),
        (f"{LAST} -0-", LAST),
        (f"{LAST}/.", LAST),
        (f"{LAST} ■", LAST),
        (f"{KOREAN[0]} (끝)", KOREAN[0]),
        (f"{KOREAN[0]}(끝)", KOREAN[0]),
        (
            "橋は来週から自転車でも渡れると市は説明している。（了）",
            "橋は来週から自転車でも渡れると市は説明している。",
        ),
        ("市政府表示，下周起自行车也可以过桥。（完）", "市政府表示，下周起自行车也可以过桥。"),
        ("The clerk wrote (end) in the margin.", "The clerk wrote (end) in the margin."),
    ],
)
def test_an_end_mark_is_cut_off_the_last_sentence(written: str, kept: str) -> None:
    assert lines_of(FIRST, written) == [FIRST, kept]


def test_the_text_goes_on_after_a_list_in_the_middle() -> None:
    assert lines_of(FIRST, "Related articles", *TITLES, SECOND, LAST) == [FIRST, SECOND, LAST]
    assert lines_of(FIRST, "Related articles", *TITLES, f"{SECOND} {LAST}") == [FIRST, f"{SECOND} {LAST}"]


def test_the_teasers_of_a_list_are_not_the_text_that_goes_on() -> None:
    assert lines_of(FIRST, SECOND, "Most read", TITLES[0], TEASER, TITLES[1], TEASER) == [FIRST, SECOND]


def test_a_pointer_in_the_middle_takes_nothing_with_it() -> None:
    for pointer in ("Read more: A ferry that nobody misses", "Lire aussi : Un bac", "Lesen Sie auch: Eine Fähre"):
        assert lines_of(FIRST, pointer, "Open at last", SECOND) == [FIRST, "Open at last", SECOND]


@pytest.mark.parametrize("above", [[], ["Made to do business."], TITLES])
def test_a_heading_of_a_list_without_a_text_above_it_stays(above: list[str]) -> None:
    assert lines_of(*above, "Latest news", *TITLES) == [*above, "Latest news", *TITLES]


@pytest.mark.parametrize("pair", [(KOREAN, ENGLISH), (GERMAN, ENGLISH), (ENGLISH, GERMAN), (ENGLISH, KOREAN)])
def test_a_second_language_below_the_first_is_a_translation(pair: tuple[list[str], list[str]]) -> None:
    assert divided([*pair[0], *pair[1]], CMS) == pair


@pytest.mark.parametrize("text", [KOREAN, ENGLISH, GERMAN])
def test_a_text_in_one_language_stays_whole(text: list[str]) -> None:
    assert divided([*text, *text[:2]], CMS) == ([*text, *text[:2]], [])


@pytest.mark.parametrize("quotation", [ENGLISH[:1], [ENGLISH[0], "It is open."]])
def test_a_last_sentence_in_another_language_is_a_quotation(quotation: list[str]) -> None:
    assert divided([*GERMAN, *quotation], CMS) == ([*GERMAN, *quotation], [])


NOTICE = "This article was automatically translated."


def test_what_follows_a_notice_is_a_translation_if_it_is_in_another_language() -> None:
    assert divided([*KOREAN, NOTICE, *ENGLISH], CMS) == (KOREAN, ENGLISH)
    about = [ENGLISH[0], "The hall shows how a machine translation of a poem reads.", *ENGLISH[1:]]
    assert divided(about, CMS) == (about, [])
    assert divided([NOTICE, *ENGLISH], CMS) == (ENGLISH, [])


def test_no_lines_are_divided_into_none() -> None:
    assert divided([], CMS) == ([], [])
