"""Bytes that are no pages, pages that are no lists, and lists made to keep a parser busy."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.lists.listings import list_entries
from crawler.lists.templates import Template, article_templates

URL = "https://news.example.kr/list.do?bbsNo=7"
MANY = 15_000  # links; with more, some of these pages have more tags than a page may have
LINKS = st.sampled_from(
    [
        '<a href="/n/{n}">{text}</a>',
        '<a href="?id={n}&amp;b=1">{text}</a>',
        '<a href="/{n}/{n}/{text}">x</a>',
        '<a href="//[{n}">{text}',
        '<a href="http://news.example.kr:99999/{n}">{text}</a>',
        "<a onclick=\"go('{n}', '{text}')\">{text}</a>",
        "<a href=\"javascript:go({n})\" data-id='{n}'>{text}</a>",
        '<tr data-href="{text}"><td>{n}',
        "<li><time datetime='{n}'>{text}<dl><dt><a href='{text}{n}'>",
        "<script>function go(a,b){{location.href='{text}'+a+'&c='+b</script>",
        "<form action='{text}'><input type=hidden name='{n}' value='{text}'></form>",
    ]
)
TEXTS = st.text(max_size=40)


@given(st.binary(max_size=400))
def test_any_bytes_are_read(body: bytes) -> None:
    assert article_templates(body, URL, None) == []
    assert list_entries(body, URL, "text/html; charset=euc-kr", None) == []


@given(st.lists(st.tuples(LINKS, st.integers(0, 10**6), TEXTS), max_size=30), TEXTS)
def test_whatever_a_page_holds_its_templates_are_sound(parts: list[tuple[str, int, str]], base: str) -> None:
    links = "".join(link.format(n=n, text=text) for link, n, text in parts)
    body = f"<base href='{base}'><table>{links}".encode("utf-8", "replace")
    for template in article_templates(body, URL, None):
        assert_sound(template, body)


def assert_sound(template: Template, body: bytes) -> None:
    assert 0.0 <= template.score <= 1.0
    assert template.score < 0.5 or not template.needs_link
    item = re.compile(template.item)
    if template.link is None:
        assert all(item.fullmatch(entry.url) for entry in template.entries)
    if not template.needs_link:
        assert tuple(list_entries(body, URL, None, template.item, template.link)) == template.entries


@pytest.mark.parametrize("url", ["", "no address", "http://[", "https://news.example.kr:x/", "about:blank"])
def test_an_address_that_is_none_is_no_trouble(url: str) -> None:
    body = "".join(f'<a href="/news/{n}">A title of some length {"xyz"[n % 3]}</a>' for n in range(9)).encode()
    assert all(template.score < 0.5 for template in article_templates(body, url, None))


SENTENCE = "Two cities sign an agreement on something"
POISON = {
    "one long list": '<li><a href="/news/{n}">' + SENTENCE + " {n}</a> 2026-03-01</li>",
    "many links to a few articles": '<a href="/news/{few}">' + SENTENCE + "</a>",
    "one title for all": "<div><b>" + SENTENCE + '</b><a href="/news/{n}">more</a></div>',
    "other parameters in each": '<p><a href="/v?a{n}=1&b{n}=2&c{n}=3">' + SENTENCE + "</a></p>",
    "deep addresses": '<p><a href="/' + "{bit}/" * 14 + '{n}">' + SENTENCE + "</a></p>",
    "a function for each": "<script>function f{n}(a){{open('/v?i='+a)}}</script><a href=\"javascript:f{n}('{n}')\">x",
    "an id on everything": '<tr data-id="{n}"><td data-key="{n}">' + SENTENCE + "</td></tr>",
    "ever deeper": '<div><a href="/news/{n}">' + SENTENCE + "</a>",
    "brackets": "<a onclick=\"((((((('{n}'\">" + "((" * 20,
}

CALLS = "".join(f"<a href=\"javascript:go('{n}')\">{SENTENCE} {n}</a>" for n in range(9))
LONG = 300_000
POISON_SCRIPTS = {
    "an attribute without end": f'<p onclick="\'{"a." * LONG}">',
    "a class without end": f"<p class='{'nav-ico-' * LONG}'>",
    "a function without end": f"<script>function go(a){{{'{' * LONG}",
    "functions without an end": f"<script>{'function go(' * 20_000}",
    "variables of variables": "<script>function go(a){location.href=v0}"
    + "".join(f"v{n}=" + "+".join(f"v{n + m}" for m in range(1, 9)) + ";" for n in range(200))
    + "</script>",
    "attributes without end": "<p " + " ".join(f"x{n}=1" for n in range(LONG // 3)) + ">",
    "data of digits": "<p data-id='" + "1" * 900 + "!'></p>" * 2_000,
    "scripts of one word": f"<p onclick='{'a' * 990}'></p>" * 2_000,
    "arguments without a quote": f"<p onclick='a({'a' * 980}&quot;)'></p>" * 2_000,
    "a name without a body": f"<script>go=function{' ' * LONG}",
    "a call without an argument": f"<script>function go(a){{location.href=x}}x=b({' ' * LONG}",
    "a sum without an end": "<script>function go(a){location.href=x}x=" + "+".join(f"v{n}" for n in range(LONG // 6)),
    "sums of sums": f"<script>function go(a){{location.href=x+a}}x=b{'+b' * 999};b=c{'+c' * 999};c='{'y' * LONG}'",
    "one word": f"<li data-id='7'>a<li data-id='8'>b<li data-id='9'>c</li><script>{'a' * LONG}</script>",
}


@pytest.mark.parametrize("part", POISON_SCRIPTS.values(), ids=POISON_SCRIPTS.keys())
def test_a_script_without_an_end_comes_to_one(part: str) -> None:
    assert [
        template.link for template in article_templates((CALLS + part).encode(), URL, None) if template.link
    ] == []


POISON_ROWS = {
    "dots": "." * LONG + "a",
    "badges": f"<i class='{'new_' * LONG}!'>new</i>",
    "titles": f"<i class='{'tit_' * LONG}!'>new</i>",
    "a nest": f"<div>{'<p>two words</p>' * 100}" * 200,
}


@pytest.mark.parametrize("part", POISON_ROWS.values(), ids=POISON_ROWS.keys())
def test_a_row_without_an_end_comes_to_one(part: str) -> None:
    rows = "".join(
        f"<div><a href='/news/{n}'>{SENTENCE} {'abcde'[n]}{part if n == 0 else ''}</a></div>" for n in range(5)
    )
    assert len(list_entries(rows.encode(), URL, None, ".*/news/.*")) == 5


def test_of_a_form_with_very_many_fields_the_first_count() -> None:
    fields = "".join(f"<input type=hidden name=f{n} value=1>" for n in range(MANY))
    script = "<script>function go(id){document.f.seq.value=id;document.f.submit()}</script>"
    page = f"{CALLS}<form name=f action=/view.do><input type=hidden name=bbsNo value=7>{fields}</form>{script}"
    (found,) = (template.link for template in article_templates(page.encode(), URL, None))
    assert found is not None
    assert found.startswith("https://news.example.kr/view.do?bbsNo=7&f0=1")
    assert found.endswith("&seq={1}")


@pytest.mark.parametrize("host", ["mobile.example.de", "cdn.example.de", "www.m.example.de", "m.example.de"])
def test_a_list_is_learned_on_every_copy_of_a_site(host: str) -> None:
    rows = "".join(
        f"<li><a href='/news/{n}77'>{SENTENCE} {'abcdefghi'[n]}</a> 2026-03-0{n + 1}</li>" for n in range(9)
    )
    assert len(list_entries(rows.encode(), f"https://{host}/news", None, None)) == 9


@pytest.mark.parametrize("part", POISON.values(), ids=POISON.keys())
def test_a_page_of_very_many_links_comes_to_an_end(part: str) -> None:
    body = "".join(part.format(n=n, few=n % 3, bit="ab"[n >> (n % 7) & 1]) for n in range(MANY)).encode()
    found = article_templates(body, URL, None)
    assert all(len(template.entries) <= 2_000 for template in found)
