"""Title, dates and authors as pages write them in JSON-LD, meta tags, elements and labelled lines."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.authors import named
from crawler.material import Material
from crawler.reading import reading_of
from stories.model import Article

URL = "https://bote.example/2026/11/03/bridge"
LATEST = datetime(2026, 11, 5, tzinfo=UTC)
TEXT = "<p>" + "The bridge between the two banks was opened by the mayors of both towns today. " * 8 + "</p>"


def read(head: str = "", top: str = "<h1>Two banks</h1>") -> Article:
    page = f"<html><head><title>Two banks</title>{head}</head><body>{top}{TEXT}</body></html>"
    material = Material(url=URL, body=page.encode(), zone=ZoneInfo("Europe/Berlin"), latest=LATEST)
    return reading_of(material).article


def json_ld(source: str) -> str:
    return f'<script type="application/ld+json">{source}</script>'


def moment(article: Article) -> str | None:
    return article.published.at.isoformat() if article.published else None


ARTICLE = '{"@type": "NewsArticle", "headline": "Two banks", "datePublished": "2026-11-03T14:20:00+01:00"'


@pytest.mark.parametrize(
    "source",
    [
        ARTICLE + "}",
        f"//<![CDATA[\n{ARTICLE}}}\n//]]>",
        f"<!-- {ARTICLE}}} -->",
        ARTICLE + ', "keywords": ["a", "b",],}',
        ARTICLE + ', "description": "a line\nbreak"}',
        ARTICLE + "};",
        ARTICLE + ', "description": "of "two" banks"}',
        f'{{"@graph": [{{"@type": "WebSite", "name": "Bote"}}, {ARTICLE}}}]}}',
        f'[{{"@type": "BreadcrumbList"}}, {ARTICLE}}}]',
        ARTICLE.replace('"NewsArticle"', '["WebPage", "NewsArticle"]') + "}",
        f'[{{"@type": "BlogPosting", "name": "of another page"}}, {ARTICLE}}}]',
        '{"@type": "WebPage", "datePublished": "2026-11-03T14:20:00+01:00"}',
        '{"@type": "NewsArticle", "headline": "Two banks", "datePublished": 1793712000}',
    ],
)
def test_the_time_in_json_ld_is_found_however_it_is_wrapped_or_broken(source: str) -> None:
    assert moment(read(json_ld(source))) == "2026-11-03T14:20:00+01:00"


def test_a_distance_from_utc_counts_over_the_same_time_without_one() -> None:
    meta = '<meta name="date" content="2026-11-03T14:20:00-05:00">'
    for time in ("2026-11-03 14:20:00.0", "2026-11-03T14:20:00Z"):
        page = read(json_ld(f'{{"@type": "Article", "headline": "x", "datePublished": "{time}"}}') + meta)
        assert moment(page) == "2026-11-03T20:20:00+01:00"
    other = read(json_ld('{"@type": "Article", "headline": "x", "datePublished": "2026-11-03T13:20:00"}') + meta)
    assert moment(other) == "2026-11-03T13:20:00+01:00"


def test_an_element_below_the_heading_adds_the_time_to_a_day() -> None:
    head = '<meta name="date" content="2026-11-03">'
    for held in ("<time datetime='2026-11-03T14:20+01:00'>x</time>", "<i data-timestamp='1793712000'>x</i>"):
        assert moment(read(head, f"<h1>Two banks</h1>{held}")) == "2026-11-03T14:20:00+01:00"


@pytest.mark.parametrize(
    "around",
    [
        "<time datetime='2026-11-03T09:00'>x</time><h1>Two banks</h1>",
        "<h1>Two banks</h1><aside><time datetime='2026-11-03T09:00'>x</time></aside>",
        "<h1>Two banks</h1><a href='/n/2'>Next <time datetime='2026-11-03T09:00'>x</time></a>",
        "<h1>Two banks</h1><time class='updated' datetime='2026-11-03T09:00'>x</time>",
        "<h1>Two banks</h1><time datetime='2026-11-04T09:00'>x</time>",
    ],
)
def test_the_time_of_something_else_is_not_the_articles(around: str) -> None:
    assert moment(read('<meta name="date" content="2026-11-03">', around)) == "2026-11-03T00:00:00+01:00"


def test_a_change_is_no_publication() -> None:
    page = read(json_ld('{"@type": "Article", "headline": "x", "dateModified": "2026-11-04T09:00:00+01:00"}'))
    assert page.modified_at is not None
    assert page.modified_at.isoformat() == "2026-11-04T09:00:00+01:00"
    assert moment(page) == "2026-11-03T00:00:00+01:00"  # by its address


def test_a_labelled_line_tells_the_change_that_the_metadata_leaves_out() -> None:
    page = read(json_ld(ARTICLE + "}"), "<h1>Two banks</h1><p>Aktualisiert: 04.11.2026, 09:30 Uhr</p>")
    assert page.modified_at is not None
    assert page.modified_at.isoformat() == "2026-11-04T09:30:00+01:00"


def test_a_heading_that_ends_a_path_is_no_headline() -> None:
    path = "<ol><li><a href='/'>Home</a></li><li><h1>Bridge Lindental: the opening</h1></li></ol>"
    head = '<meta property="og:title" content="Bridge Lindental: the opening">' + json_ld(ARTICLE + "}")
    assert read(head, f"{path}<h2>Two banks</h2>").title == "Two banks"
    crumbs = "<nav class='breadcrumb'><h1>Two banks</h1></nav><p class='page__headline'>{}</p>"
    assert read(head, crumbs.format("Bridge Lindental: the opening")).title == "Bridge Lindental: the opening"
    assert read(head, "<h1>Bridge Lindental: the opening</h1><h2>Two banks</h2>").title is not None
    assert read(head, "<ul><li><h1>Two banks</h1></li></ul>").title == "Two banks"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Ada Example", "Ada Example"),
        ("Von Ada Beispiel und Bo Muster", "Ada Beispiel, Bo Muster"),
        ("Ada Example, Bo Sample and Cy Model", "Ada Example, Bo Sample, Cy Model"),
        ("Vonda Example", "Vonda Example"),
        ("Office for Roads and Bridges", "Office for Roads and Bridges"),
        ("김가나 기자", "김가나"),
        ("https://bote.example/authors/ada", None),
        ("ada@bote.example", None),
        ("admin", None),
        ("", None),
    ],
)
def test_a_byline_is_its_names(written: str, names: str | None) -> None:
    assert named(written) == names


def test_all_authors_of_an_article_are_named_once() -> None:
    people = '[{"@type": "Person", "name": "Ada Example"}, {"name": ["Bo Sample"]}, "Ada Example"]'
    assert read(json_ld(f'{ARTICLE}, "author": {people}}}')).author == "Ada Example, Bo Sample"


def test_a_person_counts_before_the_site_and_a_byline_before_nothing() -> None:
    site = json_ld(ARTICLE + ', "author": {"name": "Bote"}, "publisher": {"name": "Bote"}}')
    assert read(site).author == "Bote"
    assert read(site + '<meta name="author" content="Ada Example">').author == "Ada Example"
    assert read('<meta property="article:author" content="https://bote.example/ada">').author is None
    byline = "<h1>Two banks</h1><a rel='author' href='/ada'>Ada Example</a>"
    assert read(site, byline).author == "Ada Example"
    dated = "<h1>Two banks</h1><p itemprop='author'>By <b itemprop='name'>Ada Example</b> 3 November 2026</p>"
    assert read("", dated).author == "Ada Example"
