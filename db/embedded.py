"""The embedded PostgreSQL: several processes share one server; the first starts it, the last one stops it.

Who uses it is known by locks that the kernel drops when a process dies, however it dies:

    start.lock   held by the one process that looks, starts or stops
    users.lock   shared by every process that uses the server
    life.lock    inherited by the server: while it is taken, a process of the server lives
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

import psycopg

from db.address import SHELTER, Address
from db.errors import DatabaseError
from db.programs import packaged_programs

logger = logging.getLogger(__name__)

CLIENTS = (
    "select count(*) from pg_stat_activity"
    " where backend_type in ('client backend', 'walsender') and pid <> pg_backend_pid()"
)


class EmbeddedServer:
    """The PostgreSQL server of one home folder; a context manager that gives the database's URL."""

    def __init__(
        self, home: Path, settings: Mapping[str, str] | None = None, shelter: Path = SHELTER
    ) -> None:
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

        With `keep_up`, `detach` leaves the server up for whoever got the URL; the next one to leave as the
        last, or `stop`, ends it.
        """
        self._keep_up = keep_up
        if self._users is None:
            try:
                self._enter()
            except OSError as error:
                what = f"{error.strerror}: {error.filename}" if error.filename else str(error)
                raise DatabaseError(
                    f"The embedded PostgreSQL in {self.home} cannot be used ({what}):"
                    " mend that, or set PACTWATCH_HOME or PACTWATCH_DATABASE_URL"
                ) from error
        return Address.read(self.home).url

    def detach(self) -> None:
        """No longer use the server; stop it if nobody does. Clients such as psql count as users."""
        users, self._users = self._users, None
        if users is None:
            return
        with self._alone():
            os.close(users)
            if not self._keep_up and self._take("users.lock") and self._is_deserted():
                self._cluster().stop()

    def stop(self) -> int | None:
        """Stop the server even if others use it; return how many connections that cut, None if it was down."""
        if not Address.exists(self.home):
            return None
        with self._alone():
            if not self.is_running():
                return None
            with self._connect() as conn:
                cut = _clients(conn)
            if cut:
                logger.warning("stopping PostgreSQL under %d open connections", cut)
            self._cluster().stop()
        return cut

    def is_running(self) -> bool:
        """Whether the server takes a connection."""
        if not Address.exists(self.home):
            return False
        try:
            self._connect().close()
        except psycopg.OperationalError as error:
            if "authentication failed" in str(error):
                raise DatabaseError(
                    f"The server of {self.home} refuses the password in server.json: restore that file"
                ) from error
            return False
        return True
