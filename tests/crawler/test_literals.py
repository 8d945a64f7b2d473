from __future__ import annotations

import re

import pytest

from crawler.cms import cms_files, cms_named
from crawler.literals import may_find, of_pattern, of_selector
from crawler.windows import Needles, seen_in


@pytest.mark.parametrize(
    ("pattern", "strings"),
    [
        (r"board\.es\?", ["board.es?"]),
        (r"goList\(", ["goList("]),
        (r"artcl(View|List)\.do", ["artclView.do", "artclList.do"]),
        (r"/board(Normal)?View\.do", ["View.do"]),
        (r"(/ex)*/bbs/\w+\.do\d{2,}", ["/bbs/"]),
        (r"colou?rs", ["colo"]),
        (r"[a-z]+-settings", ["-settings"]),
        (r"a(b(c|d)|e)f", ["abcf", "aef", "abdf", "aef"]),
        (r"one|two", [""]),
        (r"(?i)cookies?", [""]),
        (r"\d+", [""]),
    ],
)
def test_one_of_the_strings_is_in_whatever_a_pattern_finds(pattern: str, strings: list[str]) -> None:
    assert of_pattern(pattern) == strings


@pytest.mark.parametrize(
    ("css", "names"),
    [
        (".caption", {"caption"}),
        ("#bo_v_info .if_date > time", {"bo_v_info", "if_date"}),
        ("ins.adsbygoogle", {"adsbygoogle"}),
        ("[property~='dc:date.x'][content]", set()),
        ("figcaption", set()),
        (".left, .right", set()),
        ("p:not(.lead)", set()),
    ],
)
def test_the_names_are_those_that_a_page_must_have_for_a_selector(css: str, names: set[str]) -> None:
    assert of_selector(css) == names


def test_a_pattern_without_regard_to_case_is_looked_for_in_lower_case() -> None:
    assert may_find(r"(?i)page (was )?not found", "PAGE NOT FOUND".lower())
    assert not may_find(r"(?i)page (was )?not found", "the bridge is open")
    assert may_find(r"(?i)\bA|B\b", "anything")


@pytest.mark.parametrize("family", [file.name for file in cms_files()])
def test_most_marks_of_a_family_are_not_searched_on_a_page_of_none(family: str) -> None:
    marks = [of_pattern(mark.pattern) for mark in cms_named(family).fingerprint_html]
    page = "<article><h1>The bridge is open</h1><p>The council of Lindental opened it on Monday.</p></article>"
    searched = sum(Needles(marks).possible(seen_in(page))) if marks else 0
    assert searched * 3 <= len(marks)


@pytest.mark.parametrize("key", ["refuse_soft_404", "refuse_login", "refuse_consent", "refuse_needs_js"])
def test_no_word_of_a_stand_in_is_lost_by_looking_in_lower_case_first(key: str) -> None:
    for pattern in getattr(cms_named("generic"), key):
        for text in WORDS:
            assert may_find(pattern.pattern, text.lower()) or not re.search(pattern, text)


WORDS = (
    "이미 삭제된 글이거나 존재하지 않는 글입니다. 페이지를 찾을 수 없습니다.",
    "Page Not Found, ERROR 404 error",
    "SEITE NICHT GEFUNDEN",
    "Nicht mehr verfügbar",
    "NICHT VERFÜGBAR",
    "Không tìm thấy trang",
    "ĐÃ BỊ XÓA",
    "Please Log In to read",
    "로그인 후",
    "Bitte Loggen Sie sich ein",
    "VUI LÒNG ĐĂNG NHẬP",
    "We use Cookies; Manage All, Accept all",
    "EINWILLIGUNG und Datenschutz",
    "Privacy Policy",
    "쿠키 개인정보 처리방침",
    "Enable JavaScript",
    "JAVASCRIPT ist deaktiviert",
    "자바스크립트를 활성화",
    "BẬT JAVASCRIPT",
    "Just a moment...",
    "Personalised ads",
)
