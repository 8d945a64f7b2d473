from __future__ import annotations

import subprocess
import sys

import psycopg
import pytest

from db.errors import DatabaseError
from db.migrate import MIGRATIONS, migrate

MIGRATE = "import sys; from db.migrate import migrate; print(len(migrate(sys.argv[1])))"


def test_six_processes_at_once_apply_everything_once(empty_database_url):
    command = [sys.executable, "-c", MIGRATE, empty_database_url]
    racers = [
        subprocess.Popen(command, cwd=MIGRATIONS.parent.parent, stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    said = sorted(racer.communicate(timeout=30)[0].strip() for racer in racers)
    whole = str(1 + len(list(MIGRATIONS.glob("*.sql"))))
    assert said == ["0"] * 5 + [whole]
    with psycopg.connect(empty_database_url) as conn:
        assert conn.execute("select count(*) from procrastinate_jobs").fetchone() == (0,)


def test_a_new_file_is_applied_and_an_applied_one_is_not_again(empty_database_url, tmp_path):
    (tmp_path / "0001_one.sql").write_text("create table one (); create table two ()")
    assert migrate(empty_database_url, folder=tmp_path) == ["procrastinate", "0001_one.sql"]
    (tmp_path / "0002_two.sql").write_text("drop table one")
    assert migrate(empty_database_url, folder=tmp_path) == ["0002_two.sql"]
    assert migrate(empty_database_url, folder=tmp_path) == []


def test_a_changed_file_is_refused(empty_database_url, tmp_path):
    (tmp_path / "0001_one.sql").write_text("create table one ()")
    migrate(empty_database_url, folder=tmp_path)
    (tmp_path / "0001_one.sql").write_text("create table two ()")
    with pytest.raises(DatabaseError, match=r"0001_one\.sql was changed after it was applied"):
        migrate(empty_database_url, folder=tmp_path)


def test_a_failed_migration_leaves_the_database_as_it_was(empty_database_url, tmp_path):
    (tmp_path / "0001_one.sql").write_text("create table one ()")
    (tmp_path / "0002_two.sql").write_text("create table two (); select 1/0")
    with pytest.raises(DatabaseError, match=r"0002_two\.sql failed .*division by zero"):
        migrate(empty_database_url, folder=tmp_path)
    with psycopg.connect(empty_database_url) as conn:
        assert conn.execute("select to_regclass('one'), to_regclass('migrations')").fetchone() == (None, None)


def test_what_a_newer_work_queue_brings_is_applied(database_url):
    with psycopg.connect(database_url) as conn:
        conn.execute("drop function procrastinate_fetch_job_v2")
        lost = "procrastinate/03.03.00_01_pre_priority_lock_fetch_job.sql"
        conn.execute("delete from migrations where name = %s", (lost,))
    assert migrate(database_url) == [lost]
    with psycopg.connect(database_url) as conn:
        assert conn.execute("select 1 from pg_proc where proname = 'procrastinate_fetch_job_v2'").fetchone()


def test_a_database_in_another_encoding_is_refused(server_url):
    with psycopg.connect(server_url, autocommit=True) as conn:
        conn.execute("create database latin encoding 'LATIN1' locale_provider libc locale 'C' template template0")
    try:
        with pytest.raises(DatabaseError, match="stores text as LATIN1"):
            migrate(server_url.rpartition("/")[0] + "/latin")
    finally:
        with psycopg.connect(server_url, autocommit=True) as conn:
            conn.execute("drop database latin with (force)")
