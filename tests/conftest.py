"""Fixtures for all tests.

`async def test_…` runs in an event loop of its own (asyncio.run) without further marks. Its fixtures are plain
ones: connections are opened in the test, `async with connect(database_url) as conn:` (db.connection).
Python sockets reach loopback addresses only.
"""

from __future__ import annotations

import asyncio
import inspect
import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from db.embedded import EmbeddedServer
from db.migrate import migrate

TEMPLATE = "template_migrated"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "32MB"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with the longest tests first, so that no test process waits for another at the end."""
    items.sort(key=lambda item: "scheduler" not in item.path.parts)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run coroutine tests."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def connect_to_loopback(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(str(address[0])):
            raise RuntimeError(f"tests use the network of this machine only, not {address[0]}")
        return connect(self, address)

    return connect_to_loopback


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in ("", "localhost")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """An empty folder that other users may pass through, which pytest's tmp_path is not."""
    folder = Path(tempfile.mkdtemp(prefix="pactwatch-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The URL of a PostgreSQL server for this test process, with a migrated template database."""
    folder = Path(tempfile.mkdtemp(prefix="pactwatch-tests-"))
    folder.chmod(0o711)
    server = EmbeddedServer(folder / "postgres", FAST, shelter=folder / "shelter")
    try:
        url = server.attach()
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute(sql.SQL("create database {}").format(sql.Identifier(TEMPLATE)))
        migrate(_named(url, TEMPLATE))
        yield url
    finally:
        server.stop()
        server.detach()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_url(server_url: str) -> Iterator[str]:
    """The URL of a database of the test's own: migrated, empty, dropped afterwards."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _execute(server_url, "create database {} template {} strategy file_copy", name, TEMPLATE)
    yield _named(server_url, name)
    _execute(server_url, "drop database {} with (force)", name)


@pytest.fixture
def empty_database_url(server_url: str) -> Iterator[str]:
    """The URL of a database of the test's own without any tables."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _execute(server_url, "create database {} template template0 strategy file_copy", name)
    yield _named(server_url, name)
    _execute(server_url, "drop database {} with (force)", name)


_numbers = count(1)


def _execute(url: str, statement: str, *names: str) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _named(url: str, name: str) -> str:
    return url.rpartition("/")[0] + f"/{name}"
