"""Source files that change while the service runs: a real database, real files."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from crawler.model import Source, VisitReport, Watch
from crawler.source_text import source_text
from crawler.sources import SourceFileError
from db.errors import LOST
from db.history import Learned
from db.sources import find_source, record_visit, set_paused, source_states
from scheduler.errors import UsageError
from scheduler.settings import Settings
from scheduler.source_folder import SourceFolder
from scheduler.telling import _health
from scheduler.watch import crawl
from scheduler.wiring import wired

HARBOUR = Source(
    "harbour",
    "Harbour",
    "https://harbour.example/",
    "DE",
    "Europe/Berlin",
    (Watch("feed", "https://harbour.example/f"),),
)
VALLEY = replace(HARBOUR, id="valley", watch=(Watch("feed", "https://valley.example/f"),))


async def watched(wiring):
    async with wiring.pool.connection() as conn:
        return [state.id for state in await source_states(conn)]


async def test_a_source_that_is_added_while_the_service_runs_is_watched(database_url, tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "de.toml").write_text(source_text(HARBOUR), encoding="utf-8")
    async with wired(Settings(home=tmp_path, database_url=database_url)) as wiring:
        files = SourceFolder()
        await files.begin(wiring)
        assert await watched(wiring) == ["harbour"]
        (tmp_path / "sources" / "more.toml").write_text(source_text(VALLEY), encoding="utf-8")
        await files.tick_sources(wiring)
        assert await watched(wiring) == ["harbour", "valley"]


async def test_a_broken_file_stops_nothing_that_was_watched_before(database_url, tmp_path, caplog):
    file = tmp_path / "sources" / "de.toml"
    file.parent.mkdir()
    file.write_text(source_text(HARBOUR), encoding="utf-8")
    async with wired(Settings(home=tmp_path, database_url=database_url)) as wiring:
        files = SourceFolder()
        await files.begin(wiring)
        for text in ("[[source]\n", source_text(HARBOUR) * 2):
            file.write_text(text, encoding="utf-8")
            with caplog.at_level(logging.ERROR):
                await files.tick_sources(wiring)
                await SourceFolder().begin(wiring)  # nor does it keep the service from starting
            assert await watched(wiring) == ["harbour"]
        file.write_text(source_text(VALLEY), encoding="utf-8")
        await files.tick_sources(wiring)
        assert await watched(wiring) == ["valley"]
    assert "not valid TOML" in caplog.text
    assert "already used" in caplog.text


async def test_a_broken_file_is_an_error_where_nothing_is_watched_yet(database_url, tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "de.toml").write_text("[[source]\n", encoding="utf-8")
    async with wired(Settings(home=tmp_path, database_url=database_url)) as wiring:
        with pytest.raises(SourceFileError, match=r"de\.toml"):
            await SourceFolder().begin(wiring)


async def test_the_digest_names_sources_that_answer_but_say_nothing_new(database_url, tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "de.toml").write_text(source_text(HARBOUR) + source_text(VALLEY), encoding="utf-8")
    async with wired(Settings(home=tmp_path, database_url=database_url)) as wiring:
        await SourceFolder().begin(wiring)
        now = (await wiring.clock())()
        async with wiring.pool.connection() as conn:
            silent = Learned(health="silent", health_words="Nothing new since 2026-11-01.")
            await record_visit(conn, VisitReport("harbour", "not_modified"), now, now, silent)
            await record_visit(
                conn, VisitReport("valley", "ok"), now, now, Learned(health="ok", health_words="It delivers.")
            )
            assert (await find_source(conn, "harbour")) is not None
            health = _health(await source_states(conn))
    assert (health.checked, health.failing) == (2, (("Harbour", "Nothing new since 2026-11-01."),))


async def test_a_change_that_a_lost_database_kept_from_being_read_is_read_at_the_next_tick(database_url, tmp_path):
    file = tmp_path / "sources" / "de.toml"
    file.parent.mkdir()
    file.write_text(source_text(HARBOUR), encoding="utf-8")
    settings, files = Settings(home=tmp_path, database_url=database_url), SourceFolder()
    async with wired(settings) as lost:
        await files.begin(lost)
    file.write_text(source_text(VALLEY), encoding="utf-8")
    with pytest.raises(LOST):
        await files.tick_sources(lost)
    async with wired(settings) as wiring:
        await files.tick_sources(wiring)
        assert await watched(wiring) == ["valley"]


async def test_a_file_that_is_being_replaced_stops_nothing(database_url, tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "de.toml").write_text(source_text(HARBOUR), encoding="utf-8")
    (folder / "half.toml").symlink_to(folder / "gone")  # is listed, and not there
    async with wired(Settings(home=tmp_path, database_url=database_url)) as wiring:
        with pytest.raises(SourceFileError, match=r"half\.toml"):
            await SourceFolder().begin(wiring)
        (folder / "half.toml").unlink()
        await SourceFolder().begin(wiring)
        assert await watched(wiring) == ["harbour"]


async def test_a_round_of_a_paused_source_is_refused_in_words(database_url, tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "de.toml").write_text(source_text(HARBOUR), encoding="utf-8")
    settings = Settings(home=tmp_path, database_url=database_url)
    async with wired(settings) as wiring:
        await SourceFolder().begin(wiring)
        async with wiring.pool.connection() as conn:
            await set_paused(conn, "harbour", True)
    with pytest.raises(UsageError, match="sources resume harbour"):
        await crawl(settings, ["harbour"])
