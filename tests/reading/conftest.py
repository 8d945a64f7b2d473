"""Two small skins of the tests' own, one of them held out, on which a reader has nothing to misread."""

from __future__ import annotations

from pathlib import Path

import pytest

FAMILIES = """
[plain]
languages = ["en"]
address = "/news/{slug}-{number}"
charsets = { second = "euc-kr" }
"""
TEMPLATE = """<!doctype html>
<html lang="{{ lang }}"><head><meta charset="{{ charset }}"><title>{{ story.title }}</title></head>
<body><nav><a href="/">{{ pick(words.menu) }}</a></nav><article><h1>{{ story.title }}</h1>
<p class="date"><time datetime="{{ story.date.isoformat() }}">{{ say(story.date, 1) }}</time></p>
{% for each in story.paragraphs %}<p>{{ each.text }}</p>
{% endfor %}</article>
<aside>{% for other in pick(others, n=3) %}<a href="{{ other.url }}">{{ other.title }}</a>{% endfor %}</aside>
</body></html>
"""


@pytest.fixture
def skins_folder(tmp_path: Path) -> Path:
    """A folder like tests/reading/skins, with one family in two variants."""
    folder = tmp_path / "skins"
    (folder / "plain").mkdir(parents=True)
    (folder / "families.toml").write_text(FAMILIES, encoding="utf-8")
    for name in ("first", "second"):
        (folder / "plain" / f"{name}.html").write_text(TEMPLATE, encoding="utf-8")
    return folder
