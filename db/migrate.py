"""Numbered migrations, applied once and in order in one transaction, by one process at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager

from db.connection import PATIENCE, connect_plainly
from db.errors import DatabaseError

MIGRATIONS = Path(__file__).parent / "migrations"
OLDEST = 15  # major version of PostgreSQL
_QUEUE = "procrastinate/"  # before the names of the work queue's own migrations

_TABLE = """
create table if not exists migrations (
    name        text primary key,
    sha256      text not null,
    applied_at  timestamptz not null default now()
)
"""


def migrate(url: str, *, folder: Path = MIGRATIONS, patience: float = PATIENCE) -> list[str]:
    """Bring the tables up to date; return the names of what was applied now.

    Any number of processes may call it at once: one applies, the others wait and find nothing to do. Waits up
    to `patience` seconds for a server that is coming up. Raises DatabaseError if the server cannot be reached
    or is unfit, if an applied file was changed, or if a migration fails; the database is then as it was.
    """
    with connect_plainly(url, patience=patience) as conn:
        _check_server(conn)
        conn.execute("select pg_advisory_xact_lock(hashtext('pactwatch.migrate'))")
        conn.execute(_TABLE)
        applied: dict[str, str] = dict(conn.execute("select name, sha256 from migrations").fetchall())
        return _apply_queue(conn, applied) + _apply_own(conn, applied, folder)


def _apply_own(conn: psycopg.Connection, applied: Mapping[str, str], folder: Path) -> list[str]:
    done = []
    for file in sorted(folder.glob("*.sql")):
        if file.name not in applied:
            _run(conn, file.name, file.read_bytes())
            _note(conn, file.name, file.read_bytes())
            done.append(file.name)
        elif applied[file.name] != _sha256(file.read_bytes()):
            raise DatabaseError(
                f"{file.name} was changed after it was applied:"
                " restore the file, and write the change as a migration of its own"
            )
    return done


def _apply_queue(conn: psycopg.Connection, applied: Mapping[str, str]) -> list[str]:
    """Procrastinate's whole schema the first time, afterwards the migrations that a newer version brings."""
    files = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    fresh = not any(name.startswith(_QUEUE) for name in applied)
    new = [file for file in files if _QUEUE + file.name not in applied]
    if fresh:
        _run(conn, "Procrastinate's schema", SchemaManager.get_schema().encode())
    for file in new:
        if not fresh:
            _run(conn, file.name, file.read_bytes())
        _note(conn, _QUEUE + file.name, file.read_bytes())
    return ["procrastinate"] if fresh else [_QUEUE + file.name for file in new]


def _run(conn: psycopg.Connection, name: str, script: bytes) -> None:
    try:
        conn.execute(script)
    except psycopg.Error as error:
        words = str(error).splitlines()[0]
        raise DatabaseError(
            f"The migration {name} failed and changed nothing ({words}): mend the cause and start again"
        ) from error


def _note(conn: psycopg.Connection, name: str, script: bytes) -> None:
    conn.execute("insert into migrations (name, sha256) values (%s, %s)", (name, _sha256(script)))


def _sha256(script: bytes) -> str:
    return hashlib.sha256(script).hexdigest()


def _check_server(conn: psycopg.Connection) -> None:
    if conn.info.server_version < OLDEST * 10000:
        raise DatabaseError(f"The database is PostgreSQL {conn.info.server_version // 10000}: use {OLDEST} or newer")
    if (encoding := conn.info.parameter_status("server_encoding")) != "UTF8":
        raise DatabaseError(
            f"The database stores text as {encoding}: create one with `encoding 'UTF8' template template0`"
        )
