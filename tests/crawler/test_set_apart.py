"""What a page sets apart from its text: captions, links, what is told twice."""

from __future__ import annotations

import pytest

from crawler.cleaning import cleaned
from crawler.cms import cms_named
from crawler.markup import tree_of
from crawler.set_apart import SetApart

CMS = cms_named("generic")
FIRST = "Lindental opened its footbridge on Monday, and people from both banks came to see it."
LAST = "Cyclists may cross the bridge at walking pace from next week, the council of the town said."
NOTICE = "We use cookies to improve this site. You can change your consent and your privacy settings at any time. "


def seen(html: str, *lines: str) -> list[str]:
    return cleaned(lines, CMS, None, SetApart(tree_of(f"<body>{html}</body>")))


@pytest.mark.parametrize("line", ["The bridge at dawn.", "[The bridge at dawn.]", "The bridge at dawn. (A. Example)"])
def test_what_an_image_says_about_itself_is_its_caption(line: str) -> None:
    assert seen("<img alt='The bridge at dawn.'>", FIRST, line, LAST) == [FIRST, LAST]


def test_the_few_words_in_a_paragraph_with_an_image_are_its_caption() -> None:
    html = "<p><a href='/1'><img src='/1.jpg'></a><br><span>Children on the old ferry.</span></p>"
    assert seen(html, FIRST, "Children on the old ferry.", LAST) == [FIRST, LAST]


def test_a_heading_stays_that_an_image_says_too() -> None:
    assert seen("<img alt='A new way to school'>", FIRST, "A new way to school", LAST) == [
        FIRST,
        "A new way to school",
        LAST,
    ]


def test_a_line_with_the_mark_of_captions_is_one_and_a_list_with_it_is_none() -> None:
    assert seen("", FIRST, "▲ Children on the bridge.", LAST) == [FIRST, LAST]
    assert seen("", FIRST, "▲ free tickets", "▲ free tea", LAST) == [FIRST, "▲ free tickets", "▲ free tea", LAST]


@pytest.mark.parametrize("quoted", [FIRST, f"“{FIRST}”", f"In short: {FIRST}", f"{FIRST[:-8]}…"])
def test_a_sentence_in_a_box_that_a_paragraph_has_too_is_told_once(quoted: str) -> None:
    paragraph = f"{FIRST} It took two years."
    assert seen("", quoted, paragraph, LAST) == [paragraph, LAST]
    assert seen("", paragraph, LAST, quoted) == [paragraph, LAST]


def test_a_heading_that_a_paragraph_has_too_stays() -> None:
    lines = ["people from both banks", f"{FIRST} It took two years.", LAST]
    assert seen("", *lines) == lines


def test_short_lines_go_on_below_a_list_of_links() -> None:
    links = ["A ferry that nobody misses", "Steel from a mill upstream"]
    html = "".join(f"<a href='/{number}'>{link}</a>" for number, link in enumerate(links))
    items = ["free tea from nine", "a walk at noon"]
    assert seen(html, FIRST, "Related articles", *links, *items, LAST) == [FIRST, *items, LAST]


def test_a_heading_and_a_link_in_one_line_point_elsewhere() -> None:
    html = "<a href='/1'>A ferry that nobody misses</a>"
    assert seen(html, FIRST, "Related stories A ferry that nobody misses", LAST) == [FIRST, LAST]


def test_a_long_notice_about_cookies_is_no_text_and_a_story_about_them_is_one() -> None:
    story = "The council will ask for consent before cookies are set, as its privacy page says. " * 3
    assert seen("", FIRST, NOTICE * 2, story) == [FIRST, story.strip()]
