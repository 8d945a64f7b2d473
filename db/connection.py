"""Connections: opened with patience while a server comes up, in UTC, committing by themselves, clean inside."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import TypeAlias

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import AsyncConnectionPool

from db.cleaning import clean_parameters
from db.errors import DatabaseError

log = logging.getLogger(__name__)

Connection: TypeAlias = AsyncConnection
Pool: TypeAlias = AsyncConnectionPool[AsyncConnection]

PATIENCE = 30.0  # seconds that a server may take to come up
_PAUSE = 0.5  # seconds between two tries
_HOPELESS = (  # what waiting does not mend
    "authentication failed",
    "does not exist",
    "no password supplied",
    "no pg_hba.conf entry",
    "permission denied",
)


async def open_pool(url: str, *, size: int = 10, patience: float = PATIENCE) -> Pool:
    """An opened pool of at most `size` connections; the caller closes it.

    Raises DatabaseError if the server cannot be reached within `patience` seconds.
    """
    await (await _connect(url, patience)).close()
    pool: Pool = AsyncConnectionPool(
        url,
        min_size=1,
        max_size=size,
        kwargs={"autocommit": True},
        configure=_prepare,
        check=AsyncConnectionPool.check_connection,  # one that a restart cut is replaced, not handed out
        open=False,
    )
    await pool.open()
    return pool


@asynccontextmanager
async def connect(url: str, *, patience: float = PATIENCE) -> AsyncIterator[Connection]:
    """One connection of its own, such as a leader needs. Raises DatabaseError as `open_pool` does."""
    async with await _connect(url, patience) as conn:
        await _prepare(conn)
        yield conn


def without_password(url: str) -> tuple[str, str | None]:
    """The address without its password, and the password. Raises DatabaseError for what is no address."""
    _place(url)
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    bare = make_conninfo(**{name: str(value) for name, value in parts.items() if value is not None})
    return bare, str(password) if password else None


def connect_plainly(url: str, *, patience: float = PATIENCE) -> psycopg.Connection:
    """A synchronous connection with transactions, for set-up. Raises DatabaseError as `open_pool` does."""
    deadline = time.monotonic() + patience
    for attempt in count():
        try:
            return psycopg.connect(url, connect_timeout=10)
        except psycopg.Error as error:
            _check_patience(url, error, deadline, attempt)
            time.sleep(_PAUSE)
    raise AssertionError("count() has no end")


async def _connect(url: str, patience: float) -> Connection:
    deadline = time.monotonic() + patience
    for attempt in count():
        try:
            return await AsyncConnection.connect(url, autocommit=True, connect_timeout=10)
        except psycopg.Error as error:
            _check_patience(url, error, deadline, attempt)
            await asyncio.sleep(_PAUSE)
    raise AssertionError("count() has no end")


async def _prepare(conn: Connection) -> None:
    clean_parameters(conn)
    await conn.execute("set timezone to 'UTC'")


def _check_patience(url: str, error: psycopg.Error, deadline: float, attempt: int) -> None:
    """Raise DatabaseError when another try is no use or comes too late. The first try says what is waited for."""
    where, why = _place(url), _cause(error)
    if time.monotonic() < deadline and not any(words in str(error) for words in _HOPELESS):
        if attempt == 0:
            log.warning("waiting for the database at %s: %s", where, why)
        return
    raise DatabaseError(
        f"The database at {where} cannot be reached ({why}):"
        " check that PostgreSQL is up and that PACTWATCH_DATABASE_URL is right"
    ) from error


def _place(url: str) -> str:
    """Host, port and name, never the password. Raises DatabaseError for what is no address."""
    try:
        parts = conninfo_to_dict(url)
        ports = [int(port) for port in str(parts.get("port", 5432)).split(",")]
    except (psycopg.ProgrammingError, ValueError):
        raise DatabaseError(  # without libpq's words: what it takes for a port may be part of a password
            "The database address is not valid: write PACTWATCH_DATABASE_URL as"
            " postgresql://user:password@host:5432/name, with special characters percent-encoded"
        ) from None
    return f"{parts.get('host', 'localhost')}:{ports[0]}/{parts.get('dbname', '')}"


def _cause(error: psycopg.Error) -> str:
    """The last part of libpq's first line, which names the cause."""
    first = str(error).strip().splitlines()[0]
    return first.rpartition("failed: ")[2].removeprefix("FATAL:").strip()
