from __future__ import annotations

import pytest
from lxml.html import fromstring

from crawler.bundles import headings_of, items_of
from crawler.cms import cms_named

CMS = cms_named("generic")
PART = "Lindental opened its footbridge on Monday, and people from both banks came to see it."
TITLES = {
    "ko": ["[린덴탈소식] 다리 개통 등", "주간 단신", "다리 개통 외 3건"],
    "en": ["News in brief", "Lindental news round-up", "The town in brief"],
    "de": ["Kurz notiert", "Kurzmeldungen aus Lindental", "Lindental in Kürze"],
    "vi": ["Tin vắn thị trấn", "Điểm tin ngày 23/11"],
    "ja": ["【短信】橋が開通ほか", "経済ニュース短信", "週刊ニュースまとめ"],
    "zh": ["【简讯】大桥开通", "教育简讯", "一周要闻", "科技新闻速览"],
    "fr": ["En bref", "Les brèves du jour"],
    "es": ["Noticias breves", "En breve", "Resumen de noticias"],
}
ONE_STORY = [
    "린덴탈시, 다리 개통",
    "등굣길이 짧아졌다",
    "Lindental opens a bridge",
    "A brief history of the ferry",
    "Lindental eröffnet Brücke",
    "Thị trấn mở cầu mới",
    "リンデンタール市、橋を開通",
    "市政府举行大桥开通仪式",
    "Le pont de Lindental est ouvert",
    "El puente de Lindental abre",
    "Una breve historia del puente",
]


@pytest.mark.parametrize("title", [title for titles in TITLES.values() for title in titles])
def test_a_post_that_calls_itself_brief_news_is_split_at_its_headings(title: str) -> None:
    items = items_of(title, ["Bridge", PART, "School", PART], frozenset({"Bridge", "School"}), CMS)
    assert items == [("Bridge", PART), ("School", PART)]


@pytest.mark.parametrize("title", [None, "", *ONE_STORY])
def test_another_title_is_one_storys(title: str | None) -> None:
    assert items_of(title, ["Bridge", PART, "School", PART], frozenset({"Bridge", "School"}), CMS) == []


@pytest.mark.parametrize(
    "mark", ["◇ {}", "■ {}", "▲{}", "● {}", "[시청] {}", "【市政】{}", "1. {}", "一、{}", "（一）{}", "◆{}"]
)
def test_the_headings_of_items_are_known_by_their_marks(mark: str) -> None:
    lines = [mark.format("다리 개통"), PART, mark.format("학교 안내"), PART]
    assert [title for title, _ in items_of("주간 단신", lines, frozenset(), CMS)] == ["다리 개통", "학교 안내"]


def test_brief_news_without_two_items_are_one_story() -> None:
    assert items_of("In brief", ["Bridge", PART, PART], frozenset({"Bridge"}), CMS) == []
    assert items_of("In brief", ["Bridge", "Short.", "School", PART], frozenset({"Bridge", "School"}), CMS) == []


def test_headings_are_heading_elements_and_lines_that_are_bold_as_a_whole() -> None:
    page = "<h2>Bridge opens</h2><p><b>School news</b></p><p>The <b>old ferry</b> stopped.</p><h3>.</h3>"
    assert headings_of(fromstring(f"<div>{page}</div>")) == {"Bridge opens", "School news"}
