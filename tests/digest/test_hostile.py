"""Nothing that a source writes becomes more than words (script, style, links, headers)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest
from lxml import html as parser

from digest.cleaning import clean, web_address
from digest.compose import compose
from digest.model import Health
from digest.render import render
from stories.model import Reason

END = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)
START = END - timedelta(days=1)

SCRIPTS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example/a.js>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</p></td></tr></table><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<base href=https://x.example/>",
    "<meta http-equiv=refresh content='0;url=https://x.example'>",
    "<link rel=stylesheet href=https://x.example/a.css>",
    "<style>*{background:url(https://x.example)}</style>",
    "<form action=https://x.example><input autofocus onfocus=a()>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    '"><img src=x onerror=alert(1)>',
    "&lt;script&gt;alert(1)",
    "&#60;script&#62;alert(1)",
    "{{ 7 * 7 }}",
    "{% raw %}<b>",
    "{{ ''.__class__ }}",
    "%(name)s {n} {0} {text.__class__}",
    "]]><script>alert(1)</script>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?>",
    "\x00<scr\x00ipt>",
    "＜script＞alert(1)＜/script＞",
    "\u202e<tpircs>\u202c",
    "a\r\nBcc: all@example.org\r\n\r\n<script>",
    "a\u2028b\u2029c\x85d",
    "<plaintext>",
    "<textarea><img src=x onerror=alert(1)>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "expression(alert(1))",
    "\ud800lone",
    "<template><script>1</script></template>",
    "<object data=https://x.example>",
    "<b onclick=alert(1)>bold</b>",
]
LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://x.example/1",
    "ftp://x.example/",
    "gopher://x.example",
    "//x.example",
    "/relative",
    "",
    "https://",
    "https:///path",
    "http://user:pass@x.example/",
    "https://trusted.example@x.example/",
    'https://x.example/" onclick="alert(1)',
    "https://x.example/'><script>",
    "https://x.example\\@y.example/",
    "https://[::1",
    "http://x.example/\r\nBcc: a@b.example",
    "https://x.example/ space",
    "mailto:a@x.example",
    "about:blank",
    "s3://bucket",
]
FIELDS = "title headline evidence source_name parties places reasons language kind status"
TAGS = "html head meta title style body div table tbody tr td p h1 h2 h3 a span b br blockquote"
ATTRIBUTES = (
    "lang charset name content class role width cellpadding cellspacing border align href dir style data-css-inline"
)


def _poisoned(story, field, payload):
    value = {
        "parties": ((payload, "KR"),),
        "places": ((payload, payload),),
        "reasons": (Reason(payload, 1.0, payload),),
        "headline": (("en", payload),),
    }
    return replace(story, **({"headline": ()} | {field: value.get(field, payload)}))  # else nobody sees the parties


def _assert_only_words(page: str) -> None:
    tree = parser.document_fromstring(page.encode())
    assert {node.tag for node in tree.iter()} <= set(TAGS.split())  # a comment's or instruction's tag is a function
    assert {name for node in tree.iter() for name in node.attrib} <= set(ATTRIBUTES.split())
    assert all(node.get("href").startswith(("http://", "https://")) for node in tree.xpath("//*[@href]"))
    (style,) = tree.iter("style")
    assert style.text.strip() == files("digest").joinpath("screen.css").read_text(encoding="utf-8").strip()
    assert not any(word in node.get("style", "") for node in tree.iter() for word in ("url(", "expression"))


def _shape(page: str) -> list[str]:
    return [node.tag for node in parser.document_fromstring(page.encode()).iter()]


@pytest.mark.parametrize("field", FIELDS.split())
def test_foreign_words_stay_words(field, many, reader):
    harmless = render(
        compose([_poisoned(s, field, "harmless") for s in many(7)], reader("en"), START, END, Health(1))
    )
    for payload in SCRIPTS:
        poisoned = [_poisoned(story, field, payload) for story in many(7)]
        rendered = render(compose(poisoned, reader("en"), START, END, Health(1)))
        _assert_only_words(rendered.html)
        assert _shape(rendered.html) == _shape(harmless.html), payload
        assert "\r" not in rendered.subject + rendered.text
        assert "\n" not in rendered.subject


@pytest.mark.parametrize("payload", SCRIPTS)
def test_health_and_address_stay_words(payload, five, reader):
    health = Health(1, ((payload, payload),))
    _assert_only_words(render(compose(five, replace(reader("en"), email=payload), START, END, health)).html)


@pytest.mark.parametrize("payload", LINKS)
def test_only_web_addresses_are_linked(payload, many, reader):
    assert web_address(payload) is None
    rendered = render(
        compose([replace(story, url=payload) for story in many(7)], reader("en"), START, END, Health(1))
    )
    _assert_only_words(rendered.html)
    assert "<a " not in rendered.html


@pytest.mark.parametrize(
    "good", ["https://example.org", "HTTP://example.org/a?b=c&d=%20#e", "https://예시.example/기사/1"]
)
def test_good_links_stay_as_they_are(good):
    assert web_address(good) == good


def test_words_keep_their_marks_and_lose_their_controls():
    assert clean("  a\x00b\tc\r\nd\u2028e \u202ef ") == "a b c d e f"
    assert clean("می‌خواهم 👩‍🔬") == "می‌خواهم 👩‍🔬"  # joiners are spelling
    assert clean(None) == ""


def test_the_words_arrive_unchanged_for_the_eye(five, reader):
    story = replace(five[0], evidence="<script>alert('1')</script> & \"so on\"")
    tree = parser.document_fromstring(render(compose([story], reader("en"), START, END, Health(1))).html)
    assert tree.xpath("string(//blockquote)") == story.evidence
