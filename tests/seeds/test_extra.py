from __future__ import annotations

import shutil
import tomllib
import urllib.request
from pathlib import Path

import pytest

from scheduler.local_web import running
from stories.model import Kind, Status

EXTRA = Path(__file__).parent / "extra"
WEB = Path(__file__).parents[2] / "seeds" / "web"
LISTS = {
    "dk.breaknews.com": "/rss/rss_news.php",
    "www.walkintokorea.com": "/rss/allArticle.xml",
    "business-saxony.com": "/en/news-events/news",
    "en.vietnamplus.vn": "/rss/news.rss",
}


@pytest.fixture(params=sorted(EXTRA.glob("*/*.md")), ids=lambda file: file.stem)
def extra(request) -> Path:
    return request.param


def test_there_is_an_extra_partnership_article_in_each_language():
    fronts = [tomllib.loads(file.read_text().split("+++\n", 2)[1]) for file in EXTRA.glob("*/*.md")]
    assert sorted(front["language"] for front in fronts) == ["de", "en", "ko", "vi"]


def test_its_expected_facts_are_complete_and_its_evidence_is_literal(extra):
    _, front, body = extra.read_text(encoding="utf-8").split("+++\n", 2)
    expected = tomllib.loads(front)["expected"]
    assert expected["kind"] in list(Kind)
    assert expected["status"] in list(Status)
    assert len(expected["parties"]) == 2
    assert expected["evidence"] in body


def test_dropped_into_a_copy_of_the_web_it_is_the_newest_story_of_its_host(extra, tmp_path):
    host = extra.parent.name
    copy = Path(shutil.copytree(WEB, tmp_path / "web"))
    shutil.copy(extra, copy / host / "articles")
    title = tomllib.loads(extra.read_text(encoding="utf-8").split("+++\n", 2)[1])["title"]
    with running(copy) as web:
        request = urllib.request.Request(f"{web.address}{LISTS[host]}", headers={"Host": host})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as response:
            shown = response.read().decode()
    others = [
        tomllib.loads(file.read_text().split("+++\n", 2)[1])["title"] for file in (WEB / host).glob("articles/*.md")
    ]
    assert title in shown
    assert all(shown.index(title) < shown.index(other.replace("'", "&#39;")) for other in others if other in shown)
