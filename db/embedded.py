"""The embedded PostgreSQL: several processes share one server; the first starts it, the last one stops it.

Who uses it is known by locks that the kernel drops when a process dies, however it dies:

    start.lock   in the home: held by the one process that looks, starts or stops
    users.lock   in the home: shared by every process that uses the server
    life.lock    beside the data: inherited by the server; while it is taken, a process of the server lives
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from db.address import SHELTER, Address, make_folder
from db.cluster import START_SECONDS, Cluster
from db.errors import DatabaseError
from db.locks import alone, is_free, release, share, take
from db.programs import packaged_programs, programs_for, server_account

logger = logging.getLogger(__name__)

OURSELVES = "pactwatch life cycle"  # application name of the connections made here
LEAVING = 2.0  # seconds that closed connections take at most to vanish from pg_stat_activity
CLIENTS = (
    "select count(*) from pg_stat_activity"
    " where backend_type in ('client backend', 'walsender') and application_name <> %s"
)


class EmbeddedServer:
    """The PostgreSQL server of one home folder; a context manager that gives the database's URL."""

    def __init__(self, home: Path, settings: Mapping[str, str] | None = None, shelter: Path = SHELTER) -> None:
        """`settings` of postgresql.conf are for a server that we start; `shelter` see `Address`."""
        self.home = home.absolute()
        self._settings = settings or {}
        self._shelter = shelter
        self._users: int | None = None
        self._keep_up = False

    @property
    def binaries(self) -> Path:
        """The folder with psql, pg_dump and pg_restore of the server's version."""
        return packaged_programs()

    def attach(self, *, keep_up: bool = False) -> str:
        """Be a user of the server, started if need be; return the database's URL. Raises DatabaseError.

        Attaching again is harmless and starts a server that has died. With `keep_up`, `detach` leaves the
        server up for whoever got the URL; the next one to leave as the last, or `stop`, ends it.
        """
        self._keep_up = keep_up
        with self._explained():
            make_folder(self.home, passable=os.geteuid() == 0)
            with self._alone():
                url = self._ensure_running().url
                if self._users is None:
                    self._users = share(self.home / "users.lock")
                return url

    def detach(self) -> None:
        """No longer use the server; stop it if nobody does. Clients such as psql count as users."""
        users, self._users = self._users, None
        if users is None:
            return
        with self._explained(), self._alone():
            release(users)  # who comes after must wait for start.lock
            if not self._keep_up and is_free(self.home / "users.lock") and self._is_deserted():
                self._cluster().stop()

    def stop(self) -> int | None:
        """Stop the server even if others use it; return how many connections that cut, None if it was down."""
        with self._explained():
            if not Address.exists(self.home):
                return None
            with self._alone():
                if not self._lives():
                    return None
                cut = self._clients() if self._answers() else 0
                if cut:
                    logger.warning("stopping PostgreSQL under %d open connections", cut)
                self._cluster().stop()
            return cut

    def is_running(self) -> bool:
        """Whether the server takes a connection."""
        with self._explained():
            return Address.exists(self.home) and self._lives() and self._answers()

    def __enter__(self) -> str:
        return self.attach()

    def __exit__(self, *_: object) -> None:
        self.detach()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._unusable(f"{error.strerror}: {error.filename}" if error.filename else str(error)) from error
        except psycopg.OperationalError as error:
            raise self._unusable(str(error).strip()) from error

    def _unusable(self, cause: str) -> DatabaseError:
        return DatabaseError(
            f"The embedded PostgreSQL in {self.home} cannot be used ({cause}):"
            " mend that, or set PACTWATCH_HOME or PACTWATCH_DATABASE_URL"
        )

    def _alone(self) -> AbstractContextManager[None]:
        return alone(self.home / "start.lock")

    def _ensure_running(self) -> Address:
        if not Address.exists(self.home):
            self._settle()
        cluster = self._cluster()
        life = self._await_server_or_life(cluster)
        if life is not None:
            try:
                self._start(cluster, life)
            finally:
                os.close(life)  # and not unlocked: a server that we started holds it from here on
        return Address.read(self.home)

    def _settle(self) -> None:
        data = self.home / "data"
        if data.exists():
            raise DatabaseError(
                f"{data} is there without server.json, which holds its password:"
                " restore that file from a backup, or move the folder away to start afresh"
            )
        Address.new(self.home, server_account(data), self._shelter).write(self.home)

    def _start(self, cluster: Cluster, life: int) -> None:
        address = Address.read(self.home)
        if cluster.data.exists():
            cluster.check()
        else:
            cluster.create(address.password, life)
        port = cluster.start(address.port, self._settings, life)
        self._note_port(port)

    def _await_server_or_life(self, cluster: Cluster) -> int | None:
        """Wait until the server takes connections (None) or none of its processes lives (its locked life)."""
        deadline = time.monotonic() + START_SECONDS
        while (life := take(cluster.life)) is None:
            self._note_port(cluster.port())  # whoever started it may have died before he wrote it down
            if self._answers():
                return None
            if time.monotonic() > deadline:
                raise DatabaseError(
                    f"The embedded PostgreSQL in {self.home} runs but takes no connections: see {cluster.log}"
                )
            time.sleep(0.05)
        return life

    def _lives(self) -> bool:
        """Whether a process of our server lives; what answers on its port may be another home's."""
        return not is_free(self._place() / "life.lock")

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError as error:
            if "authentication failed" in str(error):
                raise DatabaseError(
                    f"The server of {self.home} refuses the password in server.json: restore that file"
                ) from error
            return "too many clients" in str(error)
        return True

    def _is_deserted(self) -> bool:
        """Whether the server lives and has no clients but for those that are just leaving."""
        if not (self._lives() and self._answers()):
            return False
        deadline = time.monotonic() + LEAVING
        try:
            while self._clients():
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.02)
        except psycopg.OperationalError:  # it is just dying
            return False
        return True

    def _clients(self) -> int:
        with self._connect() as conn:
            row = conn.execute(CLIENTS, (OURSELVES,)).fetchone()
        return int(row[0]) if row else 0

    def _note_port(self, port: int | None) -> None:
        address = Address.read(self.home)
        if port and port != address.port:
            replace(address, port=port).write(self.home)

    def _place(self) -> Path:
        return self.home / Address.read(self.home).place

    def _cluster(self) -> Cluster:
        place = self._place()
        account = server_account(place / "data")
        return Cluster(place, account, programs_for(account, place, self.binaries))

    def _connect(self) -> psycopg.Connection:
        url = Address.read(self.home).url
        return psycopg.connect(url, dbname="postgres", application_name=OURSELVES, connect_timeout=10)
