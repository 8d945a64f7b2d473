from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from crawler.model import Source, Watch
from crawler.sources import SourceFileError, block_of, load_sources, source_from_block

HOME = "https://news.example.kr/"
FEED = {"kind": "feed", "url": f"{HOME}rss.xml"}
LIST = f"{HOME}news"
BLOCK: dict[str, Any] = {
    "id": "news", "name": "News", "homepage": HOME, "country": "KR", "timezone": "Asia/Seoul", "watch": [FEED],
}  # fmt: skip
TEXT = """
[[source]]
id = "news"
name = "News"
homepage = "https://news.example.kr/"
country = "KR"
timezone = "Asia/Seoul"
{more}

[[source.watch]]
kind = "feed"
url = "https://news.example.kr/rss.xml"
"""


def source(**keys: Any) -> Source:
    return source_from_block({**BLOCK, **keys}, "kr.toml")


def way(**keys: Any) -> Watch:
    return source(watch=[{"kind": "listing", "url": LIST, **keys}]).watch[0]


def write(folder: Path, name: str = "kr.toml", more: str = "", text: str = TEXT) -> Path:
    file = folder / name
    file.write_text(text.replace("{more}", more), encoding="utf-8")
    return file


def test_what_is_known_of_a_source_is_read(tmp_path: Path) -> None:
    write(
        tmp_path, more='kind = "news"\nconfidence = "inferred"\nchecked = 2026-09-14\nevidence = "seen"\nnote = "odd"'
    )
    (found,) = load_sources(tmp_path)
    assert (found.kind, found.confidence, found.checked) == ("news", "inferred", "2026-09-14")
    assert (found.evidence, found.note) == ("seen", "odd")
    assert source_from_block(block_of(found)) == found


def test_a_date_may_also_stand_in_quotes() -> None:
    assert source(checked="2026-09-14").checked == "2026-09-14"


def test_a_listing_may_leave_its_articles_to_be_learned() -> None:
    assert way() == Watch("listing", LIST)


def test_a_script_link_is_a_template_for_the_groups_of_item() -> None:
    link = f"{HOME}view.do?bbs={{2}}&id={{1}}"
    assert way(item=r"go\('(\d+)', '(\w+)'\)", link=link).link == link


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"colour": 1}, "unknown key colour"),
        ({"id": "News!"}, "id must be 2 to 63 lower-case letters"),
        ({"name": 7}, "name must be text in quotes"),
        ({"name": " "}, "name is blank"),
        ({"name": "a\x00b"}, "name is blank or holds control characters"),
        ({"name": "a\nb"}, "name must be one line"),
        ({"country": "kr"}, "two capital letters"),
        ({"country": "UK"}, "the UK is 'GB'"),
        ({"timezone": "Seoul"}, "write an IANA name"),
        ({"timezone": "../etc/passwd"}, "write an IANA name"),
        ({"cms": "frontpage"}, "there is no CMS 'frontpage'"),
        ({"kind": "paper"}, "kind must be one of news, government"),
        ({"confidence": "sure"}, "confidence must be one of confirmed, inferred, unknown"),
        ({"checked": "2026-09"}, "checked must be a whole date"),
        ({"checked": 2026}, "checked must be a date"),
        ({"languages": "ko"}, "languages must be a list"),
        ({"languages": ["Korean"]}, "languages must be a list of ISO 639-1 codes"),
        ({"tell_archive": "yes"}, "tell_archive must be true or false"),
        ({"delay": True}, "delay must be a number of seconds"),
        ({"delay": -1}, "delay must be a number of seconds"),
        ({"delay": float("nan")}, "delay must be a number of seconds"),
        ({"delay": 10**400}, "delay must be a number of seconds"),
        ({"homepage": "news.example.kr"}, "homepage 'news.example.kr' is not an http"),
        ({"homepage": "http://[news/"}, "is not an http"),
        ({"homepage": "https://news.example.kr:x/"}, "is not an http"),
        ({"watch": "https://news.example.kr/rss.xml"}, r"one or more \[\[source.watch\]\]"),
        ({"watch": []}, r"give at least one \[\[source.watch\]\]"),
        ({"watch": ["rss"]}, r"\[\[source.watch\]\] takes kind, url"),
        ({"watch": [FEED, FEED]}, "two .* leave one out"),
        ({"watch": [{"kind": "feed", "url": 7}]}, "url '7' is not an http"),
        ({"watch": [{"kind": "feed", "url": "https://a.kr/b c"}]}, "a blank is %20"),
    ],
)
def test_a_block_that_cannot_be_used_is_refused_with_its_key_and_what_to_write(
    keys: dict[str, Any], words: str
) -> None:
    with pytest.raises(SourceFileError, match=words) as refused:
        source(**keys)
    assert re.match(r"kr\.toml, source '", str(refused.value))
    assert "\n" not in str(refused.value).replace("a\nb", "")


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"item": "("}, "item is not a regular expression"),
        ({"item": "a{99999999999}"}, "item is not a regular expression"),
        ({"item": 7}, "item must be a regular expression"),
        ({"item": r"https://news\.example\.kr/(\w+)*x"}, r"item would take for ever: .*\(\\w\+\)\*"),
        ({"item": r"(?:[a-z]*)+"}, "item would take for ever"),
        ({"link": f"{HOME}view?id={{1}}"}, "link belongs to a listing whose item"),
        ({"item": r"go\((\d+)\)", "link": f"{HOME}view"}, "link must say where the id goes"),
        ({"item": r"go\((\d+)\)", "link": f"{HOME}view?id={{id}}"}, "link must say where the id goes"),
        ({"item": r"go\((\d+)\)", "link": f"{HOME}view?id={{2}}"}, r"link asks for \{2\}, but item has 1 group"),
        ({"item": r"go\((\d+)\)", "link": f"{HOME}view?id={{0}}"}, r"link asks for \{0\}"),
        ({"item": r"go\((\d+)\)", "link": "/view?id={1}"}, "link .* is not an http"),
        ({"kind": "sitemap", "item": r"go\((\d+)\)", "link": f"{HOME}{{1}}"}, "link belongs to a listing"),
    ],
)
def test_a_way_that_cannot_be_used_is_refused(keys: dict[str, Any], words: str) -> None:
    with pytest.raises(SourceFileError, match=words):
        way(**keys)


def test_a_part_that_is_repeated_between_slashes_is_no_endless_one() -> None:
    assert way(item=r"https://news\.example\.kr/([^/?#]+/)*\d+").item


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[source]]\nid = \n", r"kr\.toml: not valid TOML: .*line 2"),
        ("colour = 1\n", r"kr\.toml: only \[\[source\]\] blocks belong here; take out colour"),
        ('[source]\nid = "x"\n', r"kr\.toml: only \[\[source\]\] blocks"),
        ("source = [1]\n", r"kr\.toml: only \[\[source\]\] blocks"),
        ('[[source]]\nid = "x"\nid = "y"\n', r"kr\.toml: not valid TOML"),
        ('[[source]]\nid = "x"\n', r"kr\.toml, source 'x': missing key country, homepage"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    write(tmp_path, text=text)
    with pytest.raises(SourceFileError, match=words):
        load_sources(tmp_path)


def test_an_id_that_two_files_use_is_refused_with_both_names(tmp_path: Path) -> None:
    write(tmp_path, "de.toml")
    write(tmp_path, "kr.toml")
    with pytest.raises(SourceFileError, match=r"kr\.toml, source 'news': the id is already used in de\.toml"):
        load_sources(tmp_path)


def test_a_file_in_another_encoding_is_named_and_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = write(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert [found.id for found in load_sources(tmp_path)] == ["news"]
    file.write_bytes(TEXT.replace("{more}", 'note = "뉴스"').encode("cp949"))
    with pytest.raises(SourceFileError, match="not saved as UTF-8"):
        load_sources(tmp_path)


def test_a_folder_without_files_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="pactwatch init"):
        load_sources(tmp_path)
