from __future__ import annotations

import re
import time
from dataclasses import fields
from pathlib import Path

import pytest

from crawler import cms as cms_module
from crawler.cms import FOLDER, Cms, CmsFileError, cms_files, cms_for, cms_named

ALL = sorted(path.stem for path in FOLDER.glob("*.toml"))
FAMILIES = sorted(set(ALL) - {"generic"})
HOST = "https://www.example.org"

# Addresses of articles as each family writes them.
ARTICLES = {
    "board_es": [
        "/board.es?mid=a20102000000&bid=0102&act=view&list_no=4711",
        "/board.es?act=view&list_no=4711&bid=0102",
    ],
    "board_idx": [
        "/site/city/ex/bbs/View.do?cbIdx=86&bcIdx=1060000",
        "/portal/bbs/view.do?bIdx=4711&ptIdx=1944&mId=1203060000",
        "/news/board/post/view.do?bcIdx=644&mid=0102000000&idx=4711",
    ],
    "board_seq": [
        "/boardView.do?pageId=www789&boardId=BD_0000000027&seq=4711",
        "/M7116/boardView.do?menuId=city0202000000&seq=4711",
        "/drh/board/boardNormalView.do?boardId=normal_0189&menuSeq=6825&ntatcSeq=4711",
        "/news/user/board/BD_board.view.do?bbsCd=1023&seq=4711",
        "/www/user/bbs/BD_selectBbs.do?q_bbsCode=1027&q_bbscttSn=20260102030405678",
    ],
    "board_sid": [
        "/board/view.city?boardId=BBS_0000090&menuCd=DOM_000001101000000000&dataSid=4711",
        "/u/rep/bbs/view.city?bbsId=BBS_0000000000000027&dataId=4711&mId=001004003001000000",
    ],
    "drupal": ["/en/node/4711"],
    "egov": [
        "/www/selectBbsNttView.do?key=429&bbsNo=65&nttNo=4711",
        "/www/selectBbsNttView.do;jsessionid=0A1B.node1?key=429&bbsNo=65&nttNo=4711",
        "/bbs/R0079/view.do?nttId=B000000004711&mno=sub02_0401",
        "/user/boardDetail.do?bbsId=BBSMSTR_000000000021&nttNo=4711",
        "/ik-en/bbs/i-459/detail.do?ntt_sn=491274",
    ],
    "gnuboard": ["/bbs/board.php?bo_table=business01&wr_id=4711", "/bbs/board.php?bo_table=press&page=2&wr_id=4711"],
    "inscms": ["/sub_read.html?uid=4711&section=sc1"],
    "k2web": [
        "/bbs/main/12/4711/artclView.do",
        "/main/9/subview.do?enc=Zm5jdDF8QEB8JTJGYmJzJTJGbWFpbiUyRjEyJTJGNDcxMSUyRmFydGNsVmlldy5kbyUzRg%3D%3D",
    ],
    "mediaon": ["/news/article.html?no=900001", "/mobile/article.html?no=900001"],
    "ndsoft": ["/news/articleView.html?idxno=4711", "/?mod=news&act=articleView&idxno=4711&page=7"],
    "plone": [],
    "typo3": ["/index.php?id=12&tx_news_pi1%5Bnews%5D=4711&cHash=0a1b", "/index.php?id=12&tx_news_pi1[news]=4711"],
    "wordpress": ["/2026/11/a-bridge-between-two-towns/", "/?p=4711"],
    "xe": ["/index.php?mid=press&document_srl=4711", "/?document_srl=4711"],
}
UNSEEN = ("wordpress",)  # its addresses are nobody's own

# Pieces of home pages, lists and articles.
PAGES = {
    "board_es": [
        '<a href="/board.es?mid=a20102000000&amp;bid=0102">보도자료</a>',
        '<td colspan="4" class="tb_contents">',
    ],
    "board_idx": [
        '<a href="/site/city/ex/bbs/List.do?cbIdx=86">보도자료</a>',
        '<a href="/portal/bbs/list.do?ptIdx=1944&amp;mId=1203060000">보도자료</a>',
        '<a href="#view" data-req-get-p-idx="4711"><span class="tit">제목</span></a>',
    ],
    "board_seq": [
        '<a href="/boardList.do?pageId=www789&amp;boardId=BD_0000000027">보도자료</a>',
        '<a href="BD_selectBbs.do?q_bbsCode=1027&amp;q_bbscttSn=20260102030405678">제목</a>',
        '<a href="/drh/board/boardNormalView.do?menuSeq=6825&amp;ntatcSeq=4711">제목</a>',
    ],
    "board_sid": ['<a href="/newsroom/board/list.city?boardId=BBS_0000090&amp;menuCd=DOM_0000011">보도자료</a>'],
    "drupal": [
        '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)" />',
        '<div class="field field--name-body field--type-text-with-summary">',
        '<script>jQuery.extend(Drupal.settings, {"basePath": "/"});</script>',
    ],
    "egov": [
        '<a href="./selectBbsNttList.do?bbsNo=65&amp;key=429">보도자료</a>',
        '<a href="/bbs/R0079/list.do">보도자료</a>',
        "<a href=\"javascript:fn_egov_inqire_notice('4711', 'BBSMSTR_000000000003')\">제목</a>",
    ],
    "gnuboard": ['<a href="/bbs/board.php?bo_table=press">보도자료</a>', '<script>var g5_url = "/";</script>'],
    "inscms": [
        '<script src="/ins_js/ins_javascript.js"></script>',
        '<a href="/sub.html?section=sc1">정치</a>',
        '<link rel="alternate" type="application/rss+xml" href="/rss/rss_news.php">',
    ],
    "k2web": ['<a href="/main/9/subview.do">보도자료</a>', '<table class="artclTable artclHorNum1">'],
    "mediaon": [
        '<link rel="alternate" type="application/rss+xml" href="/data/rss/news.xml">',
        '<a href="/news/section_list_all.html?sec_no=3">경제</a>',
    ],
    "ndsoft": [
        '<a href="/news/articleView.html?idxno=4711">제목</a>',
        '<a href="http://www.example.org/news/articleList.html?sc_section_code=S1N1&amp;view_type=sm">정치</a>',
        '<div id="article-view-content-div" itemprop="articleBody">',
    ],
    "plone": [
        '<link href="/++theme++city/style.css" rel="stylesheet">',
        '<meta name="generator" content="Plone - https://plone.org/">',
        '<meta name="viewport"><meta content="Plone 6 - https://plone.org/" name="generator">',
        '<div id="content-core">',
    ],
    "typo3": [
        '<meta name="generator" content="TYPO3 CMS">',
        '<link rel="stylesheet" href="/typo3temp/assets/compressed/merged.css">',
        '<div class="news news-single"><div class="article">',
    ],
    "wordpress": [
        '<link href="/wp-content/themes/city/style.css" rel="stylesheet">',
        '<link rel="https://api.w.org/" href="/wp-json/">',
        '<meta name="generator" content="WordPress 6.8" />',
    ],
    "xe": [
        '<meta name="Generator" content="XpressEngine">',
        '<meta name="generator" content="Rhymix">',
        '<div class="document_4711_4 rhymix_content xe_content">',
    ],
}


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


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_is_recognised_by_its_addresses_and_pages_and_is_no_other(family: str) -> None:
    for path in ARTICLES[family]:
        address = HOST + path
        shown = {file.name for file in cms_files() if any(shape.search(address) for shape in file.fingerprint_url)}
        assert shown == (set() if family in UNSEEN else {family}), address
    for piece in PAGES[family]:
        shown = {file.name for file in cms_files() if any(mark.search(piece) for mark in file.fingerprint_html)}
        assert shown == {family}, piece
        assert cms_for(None, HOST, f"<html><head></head><body>{piece}</body></html>").name == family


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_knows_the_shape_of_its_articles(family: str) -> None:
    own = next(file for file in cms_files() if file.name == family)
    for path in ARTICLES[family]:
        assert any(shape.search(HOST + path) for shape in own.watch_article), path
        assert not any(shape.search(HOST + path) for shape in cms_named(family).refuse_list_url), path


def test_a_link_to_a_site_of_another_family_does_not_make_a_page_one_of_it() -> None:
    page = "".join(PAGES["wordpress"]) + '<a href="https://press.example.com/news/articleList.html?x=1">Press</a>'
    assert cms_for(None, HOST, page).name == "wordpress"


@pytest.mark.parametrize("family", FAMILIES)
def test_paths_worth_trying_are_below_the_root(family: str) -> None:
    own = cms_named(family)
    assert own.watch_feed
    assert own.watch_article
    for path in (*own.watch_feed, *own.watch_sitemap, *own.watch_listing):
        assert path.startswith("/"), path


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_searched_in_whole_pages_begins_with_letters_so_that_it_is_fast(family: str) -> None:
    for mark in cms_named(family).fingerprint_html:
        assert re.match(r"""[\w<"'=/:-]|\\[+./]""", mark.pattern), mark.pattern


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
        ('[select]\nbody = "p"\n', "write a list"),
        ('[[identity]]\nkeys = ["id"]\nhost = "x"\n', "unknown key identity.host"),
        ('[[identity]]\nname = "x"\n', "needs keys"),
        ('[[identity]]\nkeys = "id"\n', "write a list"),
        ('[[identity]]\nkeys = ["id"]\npath = "("\n', "unterminated"),
        ('[identity]\nkeys = ["id"]\n', r"write \[\[identity\]\]"),
        ("watch = 3\n", "write a table"),
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
    family = next(file for file in cms_files() if file.name == name)
    keys = [field.name for field in fields(Cms)]
    for key in keys:
        # These are tried on short lines only.
        times = 1 if key in ("lines_noise", "lines_end", "translation_notice") or key.startswith("bundle") else 600
        for pattern in getattr(family, key):
            if not isinstance(pattern, re.Pattern):
                continue
            for text in HOSTILE:
                started = time.perf_counter()
                pattern.findall(text * times)
                assert time.perf_counter() - started < 0.5, f"{key}: {pattern.pattern}"
