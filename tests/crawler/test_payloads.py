"""Texts that pages carry in their scripts: states, rows of React trees, fields of forms."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml.html import HtmlElement

from crawler.fields import show_fields
from crawler.markup import lines_of, tree_of
from crawler.material import Material
from crawler.payloads import payload_lines, titled_lines
from crawler.reading import reading_of

TITLE = "Lindental opens a bridge"
TEXT = [
    "Lindental opened its footbridge on Monday, and people came to see it.",
    "It cost 3.4 million.",
    "Cyclists may cross it at walking pace from next week.",
]
HTML = "".join(f"<p>{line}</p>" for line in TEXT)
OTHER = {"title": "A ferry that nobody misses", "body": "<p>Few people remember the old boat today. Nobody.</p>" * 9}


def page(body: str) -> HtmlElement:
    tree = tree_of(f"<html><head><title>{TITLE} | The Courier</title></head><body>{body}</body></html>")
    assert tree is not None
    return tree


def state(article: dict[str, Any]) -> str:
    props = {"props": {"pageProps": {"popular": [OTHER], "article": article}}}
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(props)}</script>'


def pushed(stream: str, size: int) -> str:
    parts = (json.dumps(stream[start : start + size]) for start in range(0, len(stream), size))
    return "".join(f"<script>self.__next_f.push([1,{part}])</script>" for part in parts)


def element(tag: str, children: object) -> list[object]:
    return ["$", tag, None, {"children": children}]


@pytest.mark.parametrize("body", [HTML, TEXT, [{"type": "paragraph", "text": line} for line in TEXT]])
def test_the_object_with_the_title_of_the_page_has_its_text(body: object) -> None:
    article = {"title": TITLE, "summary": TEXT[0], "body": body, "related": [OTHER]}
    assert titled_lines(page(state(article))) == TEXT


def test_a_state_in_a_variable_is_one_too() -> None:
    source = json.dumps({"news": {"headline": TITLE, "contents": HTML}})
    assert titled_lines(page(f"<script>window.__INITIAL_STATE__ = {source};</script>")) == TEXT


@pytest.mark.parametrize("size", [7, 60, 5000])
def test_a_text_row_is_put_together_from_its_pushes(size: int) -> None:
    html = HTML.replace("people", "Bürger")
    article = ["$", "$L5", None, {"article": {"title": TITLE, "content": "$2"}}]
    stream = f"2:T{len(html.encode()):x},{html}3:{json.dumps(article)}\n"
    assert titled_lines(page(pushed(stream, size))) == [TEXT[0].replace("people", "Bürger"), *TEXT[1:]]


def test_the_paragraphs_of_a_react_tree_are_its_text() -> None:
    links = element("ul", [element("li", element("a", "A ferry that nobody misses")) for _ in range(9)])
    text = element("div", [element("p", line) for line in TEXT])
    assert payload_lines(page(pushed("0:" + json.dumps(element("main", [links, text, links])) + "\n", 99))) == TEXT


def test_keywords_and_addresses_of_the_titled_object_are_no_text() -> None:
    article = {"title": TITLE, "content": "bridge,town,council,https://www.example.org/a/long/address.html"}
    assert titled_lines(page(state(article))) == []


def test_a_page_without_a_state_carries_nothing() -> None:
    assert payload_lines(page(HTML)) == []


@pytest.mark.parametrize(
    "field",
    [
        f"<textarea id='text' readonly>{TEXT[0]}\n\n{TEXT[1]}\n{TEXT[2]}</textarea>",
        f"<input type='hidden' id='text' value='{HTML.replace('<', '&lt;')}'>",
    ],
)
def test_a_field_that_a_family_names_shows_its_text(field: str) -> None:
    tree = page(f"{field}<textarea>A comment</textarea>")
    show_fields(tree, ["div.text", "textarea#text", "input#text"])
    [body] = tree.iter("body")
    assert lines_of(body) == TEXT


def test_a_page_of_teasers_whose_scripts_carry_the_article_is_read_from_them() -> None:
    rows = "".join(f"<li><h3><a href='/n/{n}'>A ferry that nobody misses {n}</a></h3></li>" for n in range(12))
    body = str(
        f"<html><head><title>{TITLE}</title></head><body><ul>{rows}</ul>{state({'title': TITLE, 'body': TEXT})}"
    )
    url, now = "https://news.example.org/city/bridge-1204", datetime(2026, 11, 26, tzinfo=UTC)
    read = reading_of(Material(url=url, body=body.encode(), zone=ZoneInfo("UTC"), latest=now))
    assert (read.refusal, read.article.text) == (None, "\n".join(TEXT))
