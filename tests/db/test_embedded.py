"""The life cycle of the embedded server, with real processes that come, go and are killed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from db.embedded import EmbeddedServer
from db.errors import DatabaseError

ROOT = Path(__file__).parents[2]
FAST = {"fsync": "off", "shared_buffers": "16MB"}
HOLDER = """
import sys
from pathlib import Path
from db.embedded import EmbeddedServer
home, shelter = map(Path, sys.argv[1:])
server = EmbeddedServer(home, {"fsync": "off", "shared_buffers": "16MB"}, shelter)
print(server.attach(), flush=True)
sys.stdin.read()
server.detach()
"""


class Home:
    """A home folder that is not there yet, with processes that use its server."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "postgres"
        self.shelter = folder / "shelter"

    def server(self) -> EmbeddedServer:
        return EmbeddedServer(self.path, FAST, self.shelter)

    def hold(self) -> subprocess.Popen[str]:
        """A process that uses the server until its input ends; its first line is the URL."""
        command = [sys.executable, "-c", HOLDER, self.path, self.shelter]
        return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def home(open_folder: Path) -> Iterator[Home]:
    home = Home(open_folder)
    yield home
    home.server().stop()


def url_of(holder: subprocess.Popen[str]) -> str:
    assert holder.stdout is not None
    return holder.stdout.readline().strip()


def leave(holder: subprocess.Popen[str]) -> None:
    holder.communicate(timeout=60)
    assert holder.returncode == 0


def kill(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()


def postmaster(url: str) -> int:
    with psycopg.connect(url) as conn:
        row = conn.execute("select pg_read_file('postmaster.pid')").fetchone()
    assert row is not None
    return int(row[0].split()[0])


def write(url: str) -> None:
    with psycopg.connect(url) as conn:
        conn.execute("create table kept as select n from generate_series(1, 1000) n")


def count_kept(url: str) -> int:
    with psycopg.connect(url) as conn:
        row = conn.execute("select count(*) from kept").fetchone()
    assert row is not None
    return int(row[0])


as_root = pytest.mark.skipif(
    os.geteuid() != 0 or sys.platform != "linux", reason="only root can become another user; reads /proc"
)


def test_three_processes_that_race_on_a_fresh_home_share_one_server_and_the_last_stops_it(home):
    holders = [home.hold() for _ in range(3)]
    urls = {url_of(holder) for holder in holders}
    assert len(urls) == 1
    leave(holders.pop())
    leave(holders.pop())
    assert home.server().is_running()
    leave(holders.pop())
    assert not home.server().is_running()


def test_a_killed_holder_is_no_longer_a_user(home):
    first, second = home.hold(), home.hold()
    url = url_of(first)
    assert url_of(second) == url
    write(url)
    kill(first)
    assert count_kept(url) == 1000
    leave(second)
    assert not home.server().is_running()


def test_the_server_of_a_killed_holder_is_adopted_by_the_next(home):
    holder = home.hold()
    server_pid = postmaster(url_of(holder))
    kill(holder)
    with home.server() as url:
        assert postmaster(url) == server_pid
    assert not home.server().is_running()


def test_a_start_that_was_killed_half_way_is_finished_by_the_next(home):
    for wait in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        holder = home.hold()
        time.sleep(wait)
        kill(holder)
    with home.server() as url:
        write(url)
        assert count_kept(url) == 1000


def test_a_killed_postmaster_is_replaced_and_the_data_are_there(home):
    server = home.server()
    url = server.attach()
    write(url)
    os.kill(postmaster(url), signal.SIGKILL)
    again = server.attach()
    assert count_kept(again) == 1000
    server.detach()
    assert not server.is_running()


def test_a_server_that_was_kept_up_ends_with_the_next_user_or_by_stop(home):
    server = home.server()
    server.attach(keep_up=True)
    server.detach()
    assert server.is_running()
    with home.server():
        pass
    assert not server.is_running()
    server.attach(keep_up=True)
    server.detach()
    assert server.stop() == 0
    assert server.stop() is None


def test_a_client_such_as_psql_keeps_the_server_up(home):
    server = home.server()
    url = server.attach()
    with psycopg.connect(url):
        server.detach()
        assert server.is_running()
        assert server.stop() == 1
    assert not server.is_running()


def test_a_home_without_a_server_has_nothing_to_stop(home):
    assert home.server().stop() is None
    assert not home.server().is_running()
    assert not home.path.exists()


def test_a_taken_port_is_changed(home):
    with home.server() as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        write(url)
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
        assert not home.server().is_running()
        with home.server() as url:
            assert f":{port}/" not in url
            assert count_kept(url) == 1000


def test_letters_of_all_languages_fold(server_url):
    with psycopg.connect(server_url) as conn:
        row = conn.execute("select lower('ĐẠI HỌC'), '경북대-MOU 체결' ilike '%mou 체결%', 'Ä' ~* 'ä'").fetchone()
        assert row == ("đại học", True, True)
        assert conn.execute("show timezone").fetchone() == ("UTC",)


def test_the_server_listens_on_this_machine_only_and_asks_for_the_password(server_url):
    with psycopg.connect(server_url) as conn:
        assert conn.execute("show listen_addresses").fetchone() == ("127.0.0.1",)
        methods = conn.execute("select distinct auth_method from pg_hba_file_rules").fetchall()
        assert methods == [("scram-sha-256",)]
        password = conn.info.password
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(server_url.replace(password, "guess"))


def test_nobody_else_reads_the_password_and_its_loss_is_told(home):
    with home.server():
        pass
    address = home.path / "server.json"
    assert stat.S_IMODE(address.stat().st_mode) == 0o600
    kept = address.read_text()
    address.unlink()
    with pytest.raises(DatabaseError, match=r"without server\.json"):
        home.server().attach()
    address.write_text("{")
    with pytest.raises(DatabaseError, match="damaged"):
        home.server().attach()
    address.write_text(kept)


def test_a_foreign_data_folder_is_refused(home):
    with home.server():
        pass
    (home.path / "data" / "PG_VERSION").write_text("12\n")
    with pytest.raises(DatabaseError, match="written by PostgreSQL 12"):
        home.server().attach()


def test_a_home_that_cannot_be_made_is_told(open_folder):
    (open_folder / "file").touch()
    with pytest.raises(DatabaseError, match="cannot be used"):
        EmbeddedServer(open_folder / "file" / "postgres").attach()


@as_root
def test_a_plain_user_needs_no_root_and_root_may_join_him(home):
    nobody = pwd.getpwnam("nobody")
    os.chown(home.path.parent, nobody.pw_uid, nobody.pw_gid)
    with forked_as(nobody, home) as url:
        assert user_of_server(url) == nobody.pw_uid
        with home.server() as same:
            assert same == url
    assert {file.stat().st_uid for file in home.path.iterdir()} == {nobody.pw_uid}
    assert not home.server().is_running()
    with home.server() as url:
        assert user_of_server(url) == nobody.pw_uid
    with forked_as(nobody, home) as url:
        assert user_of_server(url) == nobody.pw_uid


@contextmanager
def forked_as(user: pwd.struct_passwd, home: Home) -> Iterator[str]:
    """A user's process that holds the server meanwhile; forked, since he may not reach this Python's files."""
    (told, tell), (wait, end) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(end)
        os._exit(_hold_as(user, home, tell, wait))
    os.close(tell)
    with os.fdopen(told, encoding="utf-8") as answer:
        url = answer.read()
    assert url.startswith("postgresql://"), url
    yield url
    os.close(end)
    assert os.waitpid(child, 0)[1] == 0


def _hold_as(user: pwd.struct_passwd, home: Home, tell: int, wait: int) -> int:
    try:
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
        server = home.server()
        os.write(tell, server.attach().encode())
        os.close(tell)
        os.read(wait, 1)
        server.detach()
    except BaseException as error:
        os.write(tell, repr(error).encode())
        return 1
    return 0


def user_of_server(url: str) -> int:
    return Path(f"/proc/{postmaster(url)}").stat().st_uid


@as_root
def test_roots_server_runs_as_another_user_also_in_a_home_that_only_root_may_enter(open_folder):
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedServer(closed / "postgres", FAST, open_folder / "shelter")
    try:
        with server as url:
            assert user_of_server(url) != 0
            write(url)
        with server as url:
            assert count_kept(url) == 1000
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert stat.S_IMODE((closed / "postgres" / "server.json").stat().st_mode) == 0o600
        (place,) = (open_folder / "shelter").iterdir()
        assert (place / "data" / "PG_VERSION").exists()
    finally:
        server.stop()


@as_root
def test_a_home_that_was_removed_and_made_again_starts_empty(open_folder):
    closed = open_folder / "closed"
    for _ in range(2):
        closed.mkdir(mode=0o700)
        with EmbeddedServer(closed / "postgres", FAST, open_folder / "shelter") as url:
            write(url)
        shutil.rmtree(closed)
