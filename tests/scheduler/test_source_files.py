"""What `init` and the demo write into the folder `sources`."""

import pytest
from click.testing import CliRunner

from crawler.sources import load_sources
from scheduler.cli.init import init, write_sources
from scheduler.demo import prepare_sources
from scheduler.shipped import SOURCES

SEEDS = {"business-saxony", "breaknews-dk", "seoul-english", "vietnamplus-english", "walkintokorea"}
ALL = ["DE", "ES", "EU", "FI", "GB", "IE", "KR", "US", "VN"]


def test_init_writes_the_pack_as_it_is_shipped_and_says_how_sure_it_is(tmp_path):
    told = write_sources(SOURCES, tmp_path / "sources", ALL)
    assert load_sources(tmp_path / "sources") == load_sources(SOURCES)
    assert "120 sources written" in told
    assert "87 confirmed, 31 inferred, 2 unknown" in told
    assert (tmp_path / "sources" / "de.toml").read_bytes() == (SOURCES / "de.toml").read_bytes()


def test_a_second_init_changes_nothing_and_says_so(tmp_path):
    write_sources(SOURCES, tmp_path, ["DE"])
    (tmp_path / "de.toml").write_text("# mine\n", encoding="utf-8")
    assert "stay as they are" in write_sources(SOURCES, tmp_path, ["DE"])
    assert (tmp_path / "de.toml").read_text(encoding="utf-8") == "# mine\n"


def test_a_source_that_is_there_under_another_file_is_not_written_again(tmp_path):
    prepare_sources(SOURCES, tmp_path)  # an earlier version had the Korean seeds in kr.toml
    write_sources(SOURCES, tmp_path, ALL)
    sources = load_sources(tmp_path)
    assert len({source.id for source in sources}) == len(sources) > 90
    assert "kr.toml" in {file.name for file in tmp_path.iterdir()}


def test_countries_can_be_chosen_and_a_wrong_one_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PACTWATCH_HOME", str(tmp_path))
    done = CliRunner().invoke(init, ["--contact", "press@example.org", "--countries", "gb,IE"])
    assert done.exit_code == 0, done.output
    assert {source.country for source in load_sources(tmp_path / "sources")} == {"GB", "IE"}
    done = CliRunner().invoke(init, ["--contact", "press@example.org", "--countries", "KR,FR"])
    assert done.exit_code == 2
    assert "there are no sources of 'FR'; choose from DE," in done.output


@pytest.mark.parametrize("left", [{}, {"kr-news.toml": "[[source]]"}, {"kr.toml": "old", "at.toml": "# mine\n"}])
def test_the_demo_watches_the_five_seeds_whatever_lies_in_its_folder(tmp_path, left):
    for name, text in left.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    prepare_sources(SOURCES, tmp_path)
    sources = load_sources(tmp_path)
    assert {source.id for source in sources} == SEEDS
    assert all(source.tell_archive for source in sources)
    for name in left.keys() - {"de.toml", "kr.toml", "vn.toml"}:
        assert (tmp_path / f"{name}.aside").read_text(encoding="utf-8") == left[name]
