from __future__ import annotations

import time
from dataclasses import fields
from pathlib import Path

import pytest

from crawler import cms as cms_module
from crawler.cms import FOLDER, Cms, CmsFileError, cms_for, cms_named

ALL = sorted(path.stem for path in FOLDER.glob("*.toml"))


@pytest.mark.parametrize("name", ALL)
def test_every_cms_file_can_be_used(name: str) -> None:
    assert cms_named(name).name == name


@pytest.mark.parametrize(
    ("url", "html", "name"),
    [
        ("http://news.example.org/news/articleView.html?idxno=4090", "", "ndsoft"),
        ("http://news.example.org/news/articleViewAmp.html?idxno=4090", "", "ndsoft"),
        ("https://news.example.org/sub_read.html?uid=258348&section=sc1", "", "inscms"),
        ("https://news.example.org/174705", '<div id="textinput"><div id="CLtag">', "inscms"),
        ("https://city.example.org/a-title/", '<link href="/wp-content/themes/city/style.css">', "wordpress"),
        ("https://tp.example.org/bbs/board.php?bo_table=news&wr_id=12", "", "gnuboard"),
        ("https://news.example.org/a-title", "<html><body><p>text</p></body></html>", "generic"),
    ],
)
def test_the_shape_of_a_page_tells_its_family(url: str, html: str, name: str) -> None:
    assert cms_for(None, url, html).name == name


def test_what_a_source_names_goes_before_the_shape() -> None:
    assert cms_for("wordpress", "http://news.example.org/news/articleView.html?idxno=1", "").name == "wordpress"


def test_a_family_knows_what_holds_for_all() -> None:
    assert set(cms_named("generic").lines_noise) <= set(cms_named("inscms").lines_noise)


def test_an_unknown_family_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(CmsFileError, match=r"no CMS 'nosuch'; write one of: .*ndsoft"):
        cms_named("nosuch")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[select\n", "not valid TOML"),
        ('[select]\nboddy = ["p"]\n', "unknown key select_boddy"),
        ('[select]\nbody = ["p["]\n', "Expected"),
        ('[lines]\nnoise = ["("]\n', "unterminated"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, message: str) -> None:
    (tmp_path / "broken.toml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(cms_module, "FOLDER", tmp_path)
    with pytest.raises(CmsFileError, match=rf"broken\.toml: .*{message}"):
        cms_named("broken")


HOSTILE = ("a" * 160, " " * 160, "(Photo: " * 20, "기자 @" * 30, "./ " * 50, "[" * 160, "2023." * 32, "<" * 160)


@pytest.mark.parametrize("name", ALL)
def test_no_pattern_takes_long_on_a_hostile_text(name: str) -> None:
    family = cms_named(name)
    keys = [field.name for field in fields(Cms)]
    for key in keys:
        # These are tried on short lines only.
        times = 1 if key in ("lines_noise", "lines_end", "translation_notice") or key.startswith("bundle") else 600
        for pattern in getattr(family, key):
            if isinstance(pattern, str) or key == "name":
                continue
            for text in HOSTILE:
                started = time.perf_counter()
                pattern.findall(text * times)
                assert time.perf_counter() - started < 0.5, f"{key}: {pattern.pattern}"
