"""`pactwatch sources add`, `test`, `import` and `export`, typed as a user types them, on the local web."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.sources import load_sources
from scheduler.local_web import LocalWeb, running

WEB = Path(__file__).parents[2] / "seeds" / "web"
SITE = "https://dk.breaknews.com/"
OPML = """<opml version="2.0"><body><outline text="City" type="rss" xmlUrl="https://city.example.kr/rss.xml"/>
<outline text="Anywhere" type="rss" xmlUrl="https://anywhere.example.com/rss.xml"/></body></opml>"""


THERE = """# mine
[[source]]
id = "x1"
name = "X"
homepage = "https://x.example.kr/"
country = "KR"
timezone = "Asia/Seoul"
[[source.watch]]
kind = "feed"
url = "https://x.example.kr/rss"
"""


@pytest.fixture(scope="module")
def web() -> Iterator[LocalWeb]:
    with running(WEB) as web:
        yield web


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def environment(home: Path, web: LocalWeb) -> dict[str, str]:
    """Variables of a home of its own that reaches the local web."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PACTWATCH_")}
    return environment | {
        "PACTWATCH_HOME": str(home),
        "PACTWATCH_CONTACT": "press@example.org",
        "PACTWATCH_PROXY": web.address,
        "PACTWATCH_CA_FILE": str(web.ca_file),
        "PACTWATCH_ALLOW_NETWORKS": "127.0.0.1/32",
        "PACTWATCH_DELAY": "0",
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Any:
    """Run a command of `pactwatch sources`."""

    def command(*words: str, text: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "scheduler", "sources", *words],
            env={name: value for name, value in (environment | variables).items() if value},
            input=text,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return command


def test_a_site_is_added_after_a_yes(run: Any, home: Path) -> None:
    done = run("add", SITE, text="y\n")
    assert done.returncode == 0, done.stderr
    [source] = load_sources(home / "sources")
    assert (source.id, source.country, source.cms) == ("breaknews-dk", "KR", "inscms")
    assert [way.kind for way in source.watch] == ["feed", "listing"]
    for words in ("What was tried", "+ feed", "Taken.", "Articles as they would be read", "[[source]]", "Requests:"):
        assert words in done.stdout
    assert "robots.txt" in done.stderr
    assert "pactwatch crawl breaknews-dk" in done.stderr


def test_a_no_adds_nothing(run: Any, home: Path) -> None:
    done = run("add", SITE, text="n\n")
    assert (done.returncode, (home / "sources").exists()) == (1, False)
    assert "not added" in done.stderr


def test_an_interrupt_adds_nothing(environment: dict[str, str], home: Path) -> None:
    words = [sys.executable, "-m", "scheduler", "sources", "add", SITE, "--yes"]
    with subprocess.Popen(words, env=environment | {"PACTWATCH_DELAY": "30"}, stderr=subprocess.PIPE) as adding:
        assert adding.stderr is not None
        assert b"robots.txt" in adding.stderr.readline()
        adding.send_signal(signal.SIGINT)
        assert adding.wait(60) == 130
        assert b"Traceback" not in adding.stderr.read()
    assert not home.exists()


def test_nobody_to_ask_adds_nothing_and_says_how(run: Any, home: Path) -> None:
    done = run("add", SITE)
    assert (done.returncode, (home / "sources").exists()) == (2, False)
    assert "give --yes" in done.stderr.splitlines()[-1]
    assert done.stderr.splitlines()[-1].startswith("pactwatch: ")


def test_name_id_and_place_can_be_given_and_a_scheme_left_out(run: Any, home: Path) -> None:
    done = run("add", "dk.breaknews.com", "--yes", "--id", "daegu", "--name", "Daegu", "--country", "de")
    assert done.returncode == 0, done.stderr
    [source] = load_sources(home / "sources")
    assert (source.id, source.name, source.country, source.timezone) == ("daegu", "Daegu", "DE", "Europe/Berlin")
    assert (home / "sources" / "de.toml").exists()


def test_with_json_the_finding_is_one_object(run: Any, home: Path) -> None:
    done = run("add", SITE, "--yes", "--json")
    finding = json.loads(done.stdout)
    assert (finding["sign"], finding["source"]["id"]) == ("ok", "breaknews-dk")
    assert len(finding["samples"]) == 5
    assert finding["requests"] <= 12
    assert len(load_sources(home / "sources")) == 1


def test_a_site_that_is_watched_already_is_not_asked(run: Any, home: Path, web: LocalWeb) -> None:
    run("add", SITE, "--yes")
    before, sent = (home / "sources" / "kr.toml").read_text(), len(web.requests)
    done = run("add", SITE, "--yes")
    assert (done.returncode, len(web.requests)) == (2, sent)
    assert "watched already, as 'breaknews-dk'" in done.stderr
    assert (home / "sources" / "kr.toml").read_text() == before


def test_a_site_can_be_added_again_under_an_id_of_its_own(run: Any, home: Path) -> None:
    run("add", SITE, "--yes")
    assert run("add", SITE, "--yes", "--again").returncode == 0
    assert [source.id for source in load_sources(home / "sources")] == ["breaknews-dk", "breaknews-dk-2"]


def test_what_stands_in_a_file_stays_as_it_is(run: Any, home: Path) -> None:
    (home / "sources").mkdir(parents=True)
    (home / "sources" / "kr.toml").write_text(THERE)
    assert run("add", SITE, "--yes").returncode == 0
    assert (home / "sources" / "kr.toml").read_text().startswith(THERE)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["add", "https://nowhere.example.kr/", "--yes"], 75, "again later"),
        (["add", "https://www.walkintokorea.com/robots.txt", "--yes"], 1, "no web page"),
        (["test", "nonsense"], 2, "sources list"),
        (["import", "/nowhere.opml"], 2, "No such file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_trouble_is_one_sentence_and_an_exit_code(
    run: Any, home: Path, words: list[str], code: int, sentence: str
) -> None:
    done = run(*words)
    assert done.returncode == code, done.stderr
    assert sentence in " ".join((done.stdout + done.stderr).split())
    assert not (home / "sources").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["add", "ftp://city.example.kr/"], "https://city.example.org"),
        (["add", ""], "no address"),
        (["add", "city news.kr"], "no address"),
        (["test", "https://"], "no address"),
        (["test", "http://[::1"], "no address"),
        (["add", "https://me:secret@city.example.kr/"], "leave user name and password out"),
        (["add", SITE, "--id", "My Id"], "lower-case"),
        (["add", SITE, "--country", "UK"], "GB"),
        (["add", SITE, "--country", "US", "--yes"], "America/New_York"),
        (["add", SITE, "--timezone", "Mars/North"], "IANA"),
        (["add", SITE, "--timezone", "europe/berlin"], "Europe/Berlin"),
        (["import", "-", "--country", "uk"], "no country"),
        (["import", "-", "--timezone", "Mars/North"], "IANA"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_was_typed_wrong_is_said_before_a_site_is_asked(
    run: Any, home: Path, web: LocalWeb, words: list[str], sentence: str
) -> None:
    sent = len(web.requests)
    done = run(*words)
    assert (done.returncode, done.stdout, len(web.requests)) == (2, "", sent)
    assert sentence in done.stderr
    assert "secret" not in done.stderr
    assert not home.exists()


def test_a_folder_that_cannot_hold_sources_is_said_before_a_site_is_asked(
    run: Any, home: Path, web: LocalWeb
) -> None:
    home.mkdir()
    (home / "sources").write_text("no folder")
    sent = len(web.requests)
    done = run("add", SITE, "--yes")
    assert (done.returncode, len(web.requests)) == (2, sent)
    assert "sources is not a folder" in done.stderr


def test_an_id_that_is_used_is_refused_before_a_site_is_asked(run: Any, home: Path, web: LocalWeb) -> None:
    (home / "sources").mkdir(parents=True)
    (home / "sources" / "kr.toml").write_text(THERE)
    sent = len(web.requests)
    done = run("add", SITE, "--yes", "--id", "x1")
    assert (done.returncode, len(web.requests)) == (2, sent)
    assert "choose another --id" in done.stderr


def test_a_host_that_answers_neither_way_is_told_with_every_request(run: Any) -> None:
    finding = json.loads(run("test", "nowhere.example.kr", "--json").stdout)
    assert [tried["url"].partition(":")[0] for tried in finding["tried"]] == ["https", "http"]
    assert "https://nowhere.example.kr" in finding["sentence"]
    assert finding["requests"] >= 2


def test_without_a_contact_no_site_is_asked(run: Any, web: LocalWeb) -> None:
    sent = len(web.requests)
    done = run("add", SITE, "--yes", PACTWATCH_CONTACT="")
    assert (done.returncode, len(web.requests)) == (2, sent)
    assert "contact is not set" in done.stderr


def test_a_broken_source_file_is_named_before_a_site_is_asked(run: Any, home: Path, web: LocalWeb) -> None:
    (home / "sources").mkdir(parents=True)
    (home / "sources" / "kr.toml").write_text("[[source]]\nid = ")
    sent = len(web.requests)
    done = run("add", SITE, "--yes")
    assert (done.returncode, len(web.requests)) == (2, sent)
    assert "kr.toml" in done.stderr


def test_a_url_is_tested_without_writing(run: Any, home: Path) -> None:
    done = run("test", SITE)
    assert done.returncode == 0, done.stderr
    assert tomllib.loads(done.stdout[done.stdout.index("[[source]]") :])["source"][0]["id"] == "breaknews-dk"
    assert not home.exists()


def test_every_way_of_a_source_is_tested(run: Any) -> None:
    run("add", SITE, "--yes")
    done = run("test", "breaknews-dk", "--json")
    finding = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert [(tried["kind"], tried["taken"]) for tried in finding["tried"]] == [("feed", True), ("listing", True)]
    assert "articles" in finding["tried"][1]["why"]
    assert len(finding["samples"]) == 5


def test_the_list_says_how_each_source_is(run: Any, home: Path) -> None:
    (home / "sources").mkdir(parents=True)
    (home / "sources" / "kr.toml").write_text(THERE)
    assert run("pause", "x1").returncode == 0  # before anything else has read the new file
    listed = run("list")
    assert "times in UTC" in listed.stdout
    assert "paused" in listed.stdout
    assert "pactwatch sources resume x1" in listed.stdout
    state = json.loads(run("list", "--json").stdout)
    assert (state["id"], state["paused"], state["health"], state["outcome"]) == ("x1", True, None, None)
    shown = run("show", "x1").stdout
    assert tomllib.loads(shown)["source"][0]["id"] == "x1"
    assert "# health: paused" in shown
    assert json.loads(run("show", "x1", "--json").stdout)["id"] == "x1"
    assert run("resume", "x1").returncode == 0
    assert "# health: new" in run("show", "x1").stdout
    assert run("pause", "nope").returncode == 2


def test_a_country_that_nothing_tells_is_asked_for(run: Any, home: Path, tmp_path: Path) -> None:
    site = tmp_path / "web" / "news.example.com"
    (site / "skin").mkdir(parents=True)
    (site / "articles").mkdir()
    rows = '<a href="{{ a.address }}">{{ a.title }}</a> <span>{{ a.published.date() }}</span>'
    pages = {
        "home": "<html lang=en><ul>{% for a in articles %}<li>" + rows + "</li>{% endfor %}</ul></html>",
        "article": "<html><article><h1>{{ article.title }}</h1><p>{{ article.lead }}</p></article></html>",
        "error": "nothing",
    }
    for name, text in pages.items():
        (site / "skin" / f"{name}.html").write_text(text)
    head = 'name = "News"\ntimezone = "UTC"\narticles = ["/news/{id}"]\n'
    (site / "site.toml").write_text(f'{head}[[page]]\npath = "/"\nskin = "home.html"\n')
    for number, what in enumerate(("harbour", "library", "bridge", "airport", "market", "museum", "station"), 1):
        title = f'title = "The city opens its new {what} to everybody this year"'
        text = f"The {what} was built in three years and cost less than it was planned to. " * 4
        (site / "articles" / f"{number}.md").write_text(f"+++\n{title}\npublished = 2026-01-0{number}\n+++\n{text}\n")
    with running(tmp_path / "web") as web:
        reached = {"PACTWATCH_PROXY": web.address, "PACTWATCH_CA_FILE": str(web.ca_file)}
        done = run("add", "news.example.com", "--yes", **reached)
        assert (done.returncode, home.exists()) == (2, False)
        assert "give --country" in done.stderr
        assert "give --country" in run("test", "news.example.com", **reached).stderr
        done = run("add", "news.example.com", text="US\nAmerica/Chicago\ny\n", **reached)
    assert done.returncode == 0, done.stderr
    [source] = load_sources(home / "sources")
    assert (source.country, source.timezone) == ("US", "America/Chicago")


def test_opml_comes_in_and_goes_out(run: Any, home: Path, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(OPML)
    done = run("import", str(tmp_path / "feeds.opml"))
    assert done.returncode == 3, done.stderr  # one of the two has no country
    assert "Anywhere" in done.stdout
    assert [source.watch[0].url for source in load_sources(home / "sources")] == ["https://city.example.kr/rss.xml"]
    assert run("import", "-", "--country", "US", "--timezone", "America/New_York", text=OPML).returncode == 3
    assert 'xmlUrl="https://anywhere.example.com/rss.xml"' in run("export").stdout
    assert run("export", str(tmp_path / "out.opml")).returncode == 0
    assert "https://city.example.kr/rss.xml" in (tmp_path / "out.opml").read_text()


def test_what_is_no_opml_is_refused(run: Any, home: Path) -> None:
    done = run("import", "-", text="<html></html>")
    assert (done.returncode, home.exists()) == (2, False)
    assert "OPML" in done.stderr


def test_an_opml_without_feeds_says_so(run: Any, home: Path) -> None:
    done = run("import", "-", text='<opml version="2.0"><body/></opml>')
    assert (done.returncode, done.stdout, home.exists()) == (2, "", False)
    assert "standard input: no outline" in done.stderr


def test_many_feeds_are_written_a_file_at_a_time(run: Any, home: Path) -> None:
    line = '<outline text="F{0}" type="rss" xmlUrl="https://f{0}.example.{1}/rss"/>'
    feeds = "".join(line.format(number, ("kr", "de")[number % 2]) for number in range(600))
    done = run("import", "-", text=f'<opml version="2.0"><body>{feeds}</body></opml>')
    assert done.returncode == 0, done.stderr
    assert "600 sources added" in done.stderr
    assert len(load_sources(home / "sources")) == 600
    assert sorted(file.name for file in (home / "sources").iterdir()) == ["de.toml", "kr.toml"]
