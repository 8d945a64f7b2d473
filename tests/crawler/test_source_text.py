from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model import Source, Watch
from crawler.source_text import append_source, append_sources, source_text
from crawler.sources import SourceFileError, load_sources, source_from_block

NEWS = Source(
    "news",
    'The "News"',
    "https://news.example.kr/",
    "KR",
    "Asia/Seoul",
    (
        Watch("feed", "https://news.example.kr/rss.xml"),
        Watch("listing", "https://news.example.kr/list", r"go\((\d+)\)", "https://news.example.kr/view?id={1}"),
    ),
    "ndsoft",
    ("ko", "en"),
    kind="news",
    confidence="confirmed",
    checked="2026-09-14",
    evidence="A feed table.",
    note="Odd\ndates.",
)
WRITTEN = r"""[[source]]
id = "news"
name = "The \"News\""
homepage = "https://news.example.kr/"
country = "KR"
timezone = "Asia/Seoul"
languages = ["ko", "en"]
cms = "ndsoft"
kind = "news"
confidence = "confirmed"
checked = 2026-09-14
evidence = "A feed table."
note = "Odd\ndates."

[[source.watch]]
kind = "feed"
url = "https://news.example.kr/rss.xml"

[[source.watch]]
kind = "listing"
url = "https://news.example.kr/list"
item = 'go\((\d+)\)'
link = "https://news.example.kr/view?id={1}"
"""
LINE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30).filter(str.strip)
PROSE = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), min_size=1).filter(
    str.strip
)
PATTERN = st.text(st.sampled_from("abc가'\"\\\n-"), max_size=12).map(lambda text: "x" + text.replace("\\", "\\\\"))
SOURCES = st.builds(
    lambda name, note, evidence, delay, archive, item: replace(
        NEWS,
        name=name,
        note=note,
        evidence=evidence,
        delay=delay,
        tell_archive=archive,
        watch=(Watch("listing", "https://news.example.kr/a?b='c'", item),),
    ),
    LINE,
    st.none() | PROSE,
    st.none() | PROSE,
    st.floats(0, 3600),
    st.booleans(),
    st.none() | PATTERN,
)


def read(text: str) -> list[Source]:
    return [source_from_block(block) for block in tomllib.loads(text)["source"]]


def test_a_source_is_written_as_a_person_would() -> None:
    assert source_text(NEWS) == WRITTEN


@given(SOURCES, SOURCES)
def test_what_is_written_is_read_as_the_same_source(one: Source, other: Source) -> None:
    assert read(source_text(one)) == [one]
    assert read(source_text(one) + "\n" + source_text(other)) == [one, other]


@pytest.mark.parametrize("old", ["", "# mine\n", "# mine", "# mine\r\n\r\n"])
def test_what_stands_in_a_file_stays_as_it_is(tmp_path: Path, old: str) -> None:
    file = tmp_path / "sources" / "kr.toml"
    other = replace(NEWS, id="other")
    file.parent.mkdir()
    file.write_bytes(old.encode())
    append_source(file, NEWS)
    append_source(file, other)
    assert file.read_bytes().decode().startswith(old)
    assert load_sources(file.parent) == [NEWS, other]
    assert [path.name for path in file.parent.iterdir()] == ["kr.toml"]


def test_the_first_source_makes_the_file(tmp_path: Path) -> None:
    append_source(tmp_path / "sources" / "kr.toml", NEWS)
    assert (tmp_path / "sources" / "kr.toml").read_text(encoding="utf-8") == WRITTEN


def test_an_id_that_a_file_of_the_folder_uses_is_refused(tmp_path: Path) -> None:
    append_source(tmp_path / "kr.toml", NEWS)
    before = (tmp_path / "kr.toml").read_bytes()
    for name in ("kr.toml", "de.toml"):
        with pytest.raises(SourceFileError, match=r"kr\.toml, source 'news': there is a source of this id"):
            append_source(tmp_path / name, NEWS)
    assert [path.name for path in tmp_path.iterdir()] == ["kr.toml"]
    assert (tmp_path / "kr.toml").read_bytes() == before


def test_many_are_added_at_once_or_none(tmp_path: Path) -> None:
    file, other = tmp_path / "kr.toml", replace(NEWS, id="other")
    with pytest.raises(SourceFileError, match="what is to be added, source 'news'"):
        append_sources(file, [NEWS, other, NEWS])
    assert not file.exists()
    append_sources(file, [NEWS, other])
    assert load_sources(tmp_path) == [NEWS, other]


def test_a_broken_file_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "kr.toml").write_text("[[source]]\nid = ")
    with pytest.raises(SourceFileError, match=r"kr\.toml: not valid TOML"):
        append_source(tmp_path / "kr.toml", NEWS)
    assert (tmp_path / "kr.toml").read_text() == "[[source]]\nid = "


def test_a_link_to_a_file_stays_a_link_and_a_mode_a_mode(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere" / "kr.toml"
    append_source(real, NEWS)
    real.chmod(0o640)
    link = tmp_path / "kr.toml"
    link.symlink_to(real)
    append_source(link, replace(NEWS, id="other"))
    assert link.is_symlink()
    assert [source.id for source in load_sources(real.parent)] == ["news", "other"]
    assert real.stat().st_mode & 0o777 == 0o640
