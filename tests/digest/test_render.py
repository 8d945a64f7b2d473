from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import html as parser

from digest.columns import COLUMNS, columns, wrapped
from digest.compose import compose
from digest.edition import LARGEST, edition
from digest.model import Health
from digest.render import render

END = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)
START = END - timedelta(days=1)
WELL = Health(212)
TROUBLE = Health(212, (("Rhein-Anzeiger", "HTTP 503 for 3 days"), ("강변일보", "silent since Nov 20")))
LOCALES = ["en", "ko", "de", "vi"]
SIZES = [0, 1, 5, 40, 400]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("number", SIZES)
def test_html_and_text_tell_the_same_stories_in_the_same_order(locale, number, many, reader):
    digest, rendered = edition(many(number), reader(locale), START, END, WELL)
    told = [story.url for story in digest.stories]
    assert _links_of_html(rendered.html) == told
    assert re.findall(r"^ +(https?://\S+)$", rendered.text, re.MULTILINE) == told
    assert [int(n) for n in re.findall(r"^\[(\d+)\]", rendered.text, re.MULTILINE)] == list(range(1, len(told) + 1))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("number", SIZES)
def test_the_html_stays_below_ninety_kilobytes(locale, number, many, reader):
    _, rendered = edition(many(number), reader(locale), START, END, TROUBLE)
    assert len(rendered.html.encode()) <= LARGEST


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("number", SIZES)
def test_nothing_is_loaded_from_elsewhere(locale, number, many, reader):
    page = edition(many(number), reader(locale), START, END, TROUBLE)[1].html
    tree = parser.document_fromstring(page)
    assert not tree.xpath(
        "//img | //link | //script | //iframe | //object | //embed | //form | //*[@src] | //*[@background]"
    )
    assert not re.search(r"url\(|@import|@font-face", page)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("number", SIZES)
def test_text_has_at_most_72_columns_but_for_links(locale, number, many, reader):
    text = edition(many(number), reader(locale), START, END, TROUBLE)[1].text
    assert not [line for line in text.splitlines() if columns(line) > COLUMNS and "://" not in line]


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_new_is_a_mail_of_three_lines(locale, reader):
    rendered = render(compose((), reader(locale), START, END, WELL))
    assert len(rendered.text.strip().splitlines()) == 3
    assert "212" in rendered.text


def test_the_health_box_is_there_only_when_something_is_wrong(five, reader):
    well = render(compose(five, reader("en"), START, END, WELL))
    ill = render(compose(five, reader("en"), START, END, TROUBLE))
    assert "Sources that need attention" not in well.html + well.text
    for part in (ill.html, ill.text):
        assert "Sources that need attention" in part
        assert "silent since Nov 20" in part


def test_a_long_list_of_trouble_is_cut(reader):
    health = Health(99, tuple((f"Source {n}.", "404") for n in range(25)))
    rendered = render(compose((), reader("en"), START, END, health))
    assert "Source 9." in rendered.text
    assert "Source 10." not in rendered.html + rendered.text
    assert "15 more" in rendered.text


def test_a_digest_after_downtime_says_so(five, reader):
    rendered = render(compose(five, reader("en"), END - timedelta(days=5), END, WELL))
    assert "covers 5 days" in rendered.html
    assert "covers 5 days" in rendered.text


def test_own_words_of_a_story_carry_their_language(five, reader):
    tree = parser.document_fromstring(render(compose(five, reader("en"), START, END, WELL)).html)
    assert tree.get("lang") == "en"
    for story in five:
        assert tree.xpath(
            "//blockquote[@lang = $lang and text() = $words]", lang=story.language, words=story.evidence[:240]
        )


def test_korean_words_are_not_broken_inside(five, reader):
    tree = parser.document_fromstring(render(compose(five, reader("en"), START, END, WELL)).html)
    assert all("word-break: keep-all" in node.get("style") for node in tree.xpath("//body//*[@lang='ko']"))


def test_styles_are_inline_and_the_dark_block_stays(five, reader):
    page = render(compose(five, reader("en"), START, END, WELL)).html
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<style") == 1
    assert "prefers-color-scheme: dark" in page
    assert not parser.document_fromstring(page).xpath("//body//*[@class and not(@style)]")


def test_a_bare_story_has_no_empty_parts(five, reader):
    bare = replace(
        five[0],
        parties=(),
        places=(),
        title=None,
        evidence=None,
        status=None,
        language=None,
        reasons=(),
        event_date=None,
        published_at=None,
        other_sources=0,
        headline=(),
    )
    rendered = render(compose([bare], reader("en"), START, END, WELL))
    assert "None" not in rendered.html + rendered.text
    assert not [
        node for node in parser.document_fromstring(rendered.html).xpath("//p") if not node.text_content().strip()
    ]
    assert bare.source_name in rendered.text


@pytest.mark.parametrize("locale", LOCALES)
def test_a_story_is_headed_in_the_readers_language_above_its_own_title(locale, many, reader):
    stories = many(40)
    rendered = render(compose(stories, reader(locale), START, END, WELL))
    tree = parser.document_fromstring(rendered.html)
    links = [" ".join(link.text_content().split()) for link in tree.xpath("//a[not(@lang)]")]
    assert {dict(story.headline)[locale] for story in stories} <= set(links)
    assert " ".join(stories[0].title.split()) in " ".join(rendered.text.split())


def test_a_headline_that_tells_status_and_date_is_not_told_them_twice(five, reader):
    told, untold = five[1], replace(five[1], headline=())
    one, other = (render(compose([story], reader("en"), START, END, WELL)).text for story in (told, untold))
    assert ("8 Aug 2023" in one, "event Aug 8, 2023" in one, "Memorandum · signed" in one) == (True, False, False)
    assert ("event Aug 8, 2023" in other, "Memorandum · signed" in other) == (True, True)


def test_many_parties_are_counted(five, reader):
    crowded = replace(five[0], parties=tuple((f"Party {n}", "KR") for n in range(9)), headline=())
    assert "Party 4 · 4 more" in render(compose([crowded], reader("en"), START, END, WELL)).text.replace("\xa0", " ")


def test_wrapping_counts_wide_letters_twice_and_loses_nothing():
    text = "경북테크노파크가 " * 30 + "漢字" * 60 + " " + "x" * 200 + " e\u0301nd"
    lines = wrapped(text, "[1] ")
    assert all(columns(line) <= COLUMNS for line in lines)
    assert "".join("".join(lines).split()) == "[1]" + "".join(text.split())


def _links_of_html(page: str) -> list[str]:
    tree = parser.document_fromstring(page)
    return list(dict.fromkeys(link.get("href") for link in tree.iter("a")))
