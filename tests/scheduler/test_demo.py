"""The whole loop as a user starts it: one command, real processes, the local web, real PostgreSQL."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXTRA = ROOT / "tests" / "seeds" / "extra"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house that has run the demo once with the local web as it is shipped."""
    with new_house(tmp_path_factory.mktemp("demo")) as found:
        yield found


@pytest.fixture
def other_house(tmp_path):
    """A house of one test."""
    with new_house(tmp_path) as found:
        yield found


@contextmanager
def new_house(folder):
    """A home and a copy of the local web that tests may change, with a way to run commands on them."""
    web = folder / "web"
    shutil.copytree(ROOT / "seeds" / "web", web)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PACTWATCH_")}
    environment |= {"PACTWATCH_HOME": str(folder / "home")}

    def run(*words, code=0):
        done = subprocess.run(
            [sys.executable, "-m", "scheduler", *words],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == code, done.stderr + done.stdout
        return done.stdout

    def demo():
        return run("demo", "--web", str(web))

    def stories():
        return [json.loads(line) for line in run("stories", "list", "--json").splitlines()]

    def status():
        return json.loads(run("status", "--json", "--drops", "1000"))

    yield SimpleNamespace(folder=folder, web=web, run=run, demo=demo, stories=stories, status=status)
    run("db", "stop")


@pytest.fixture(scope="module")
def first(house):
    """What the first demo run printed."""
    return house.demo()


def expected():
    return [
        tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "seeds/documents").glob("*.toml"))
    ]


def test_the_table_holds_exactly_the_five_seed_stories_with_their_facts(house, first):
    rows = {row["url"].split("//")[1]: row for row in house.stories()}
    assert len(rows) == 5
    for seed in expected():
        row = next(row for url, row in rows.items() if same_article(url, seed["url"]))
        assert row["kind"] == seed["kind"]
        assert row["status"] == seed["status"]
        assert row["event_date"] == (seed["event_date"].isoformat() if "event_date" in seed else None)
        found = set(row["parties"].split("; "))
        for party in seed["parties"]:
            names = {party["name"], *party["aliases"]}
            assert names & found, (seed["url"], party["name"], found)
            found -= names
        assert not found, f"wrong parties in {seed['url']}: {found}"
        for place in seed["places"]:
            assert f"{place['name']} {place['country']}" in row["places"].split("; ")


def same_article(url, other):
    numbers = re.findall(r"\d{4,}", other)
    return numbers[-1] in url if numbers else url.rstrip("/") == other.split("//")[1].rstrip("/")


def test_the_ledger_balances_and_every_decoy_has_its_reason(house, first):
    status = house.status()
    decoys = [file for file in (house.web).glob("*/articles/*") if "decoy_class" in file.read_text(encoding="utf-8")]
    watched = [file for file in decoys if file.parent.parent.name != "www.breaknews.com"]
    assert len(watched) >= 25
    assert len(status["drops"]) == len(watched)
    assert all(drop["reason"] for drop in status["drops"])
    for line in status["ledger"]:
        assert line["seen"] == line["attached"] + line["dropped"]
        assert line["pending"] == 0
    assert sum(line["attached"] for line in status["ledger"]) == 5


def test_the_digest_opens_as_a_file_and_tells_the_five_stories(house, first):
    outbox = house.folder / "home" / "outbox"
    (mail,) = outbox.glob("*.eml")
    message = message_from_bytes(mail.read_bytes())
    assert "5" in str(make_header(decode_header(message["Subject"])))
    html = next(part for part in message.walk() if part.get_content_type() == "text/html").get_payload(decode=True)
    for row in house.stories():
        assert row["url"].encode() in html
    (page,) = outbox.glob("*.html")
    assert page.read_bytes().split() == html.split()


def test_a_second_run_finds_nothing_new_and_sends_no_second_digest(house, first):
    before, mails = house.stories(), sorted((house.folder / "home" / "outbox").iterdir())
    house.demo()
    assert house.stories() == before
    assert sorted((house.folder / "home" / "outbox").iterdir()) == mails
    outcomes = {source["id"]: source["outcome"] for source in house.status()["sources"]}
    assert set(outcomes.values()) <= {"not_modified", "unchanged"}, outcomes


def test_the_query_of_the_readme_returns_the_stories(house, first):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    query = re.search(r"```sql\n(.*?)```", readme, re.DOTALL).group(1)
    printed = house.run("db", "psql", "-qtA", "-c", query)
    assert len(printed.strip().splitlines()) == 5


@pytest.mark.parametrize("file", sorted(EXTRA.glob("*/*.md")), ids=lambda file: file.stem)
def test_a_sixth_partnership_article_on_the_web_comes_into_the_table(house, first, file):
    before = {row["url"] for row in house.stories()}
    shutil.copy(file, house.web / file.parent.name / "articles" / file.name)
    house.demo()
    (new,) = [row for row in house.stories() if row["url"] not in before]
    front = tomllib.loads(file.read_text(encoding="utf-8").split("+++\n")[1])
    assert new["kind"] == front["expected"]["kind"]


def test_decoys_without_their_distinguishing_sentence_come_into_the_table(other_house):
    changed = set()
    for file, sentence in distinguished(other_house.web):
        text = file.read_text(encoding="utf-8")
        front, body = text.split("+++\n")[1:]
        file.write_text(f"+++\n{front}+++\n{body.replace(sentence, '')}", encoding="utf-8")
        changed.add(tomllib.loads(front)["title"])
    other_house.demo()
    kept = {row["title"] for row in other_house.stories()}
    assert len(changed) >= 16
    assert changed <= kept
    assert len(kept) == len(changed) + 5


def distinguished(web):
    for file in sorted(web.glob("*/articles/*.md")):
        front = tomllib.loads(file.read_text(encoding="utf-8").split("+++\n")[1])
        if front.get("distinguishing") and file.parent.parent.name != "www.breaknews.com":
            yield file, front["distinguishing"]
