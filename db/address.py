"""Where a home's server is: the port, the password and the folder of its data, kept in server.json."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from db.cluster import NAME, free_port, new_password
from db.errors import DatabaseError
from db.locks import open_private
from db.programs import Account

SHELTER = Path("/var/lib/pactwatch")
FILE = "server.json"


@dataclass(frozen=True, slots=True)
class Address:
    """How to reach a home's server.

    Its data lie in the home. Only where root's server account cannot enter the home, say below /root, they lie
    in a folder of the shelter; its name is never used twice, so that a home which was removed and made
    again starts empty.
    """

    port: int
    password: str
    place: str  # folder of the data, relative to the home

    @property
    def url(self) -> str:
        """The address of the application database."""
        return f"postgresql://{NAME}:{self.password}@127.0.0.1:{self.port}/{NAME}"

    @classmethod
    def new(cls, home: Path, account: Account, shelter: Path) -> Address:
        """An address for a home that has none yet; makes the folder of the data."""
        if account.uid is None or account.can_enter(home):
            return cls(free_port(), new_password(), ".")
        digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
        place = shelter / f"{digest}-{secrets.token_hex(4)}"
        for folder in (shelter, place):
            make_folder(folder, passable=True)
        (place / "home").write_bytes(os.fsencode(home))  # for whoever finds this folder
        return cls(free_port(), new_password(), str(place))

    @staticmethod
    def exists(home: Path) -> bool:
        """Whether the home has an address, which is so from the first start on."""
        return (home / FILE).exists()

    @classmethod
    def read(cls, home: Path) -> Address:
        """What server.json says. Raises DatabaseError if it is damaged."""
        try:
            return cls(**json.loads((home / FILE).read_text(encoding="utf-8")))
        except (ValueError, TypeError):
            raise DatabaseError(
                f"{home / FILE} is damaged, and it holds the password of the database: restore it from a backup"
            ) from None

    def write(self, home: Path) -> None:
        """Replace server.json as a whole; only the owner of the home may read it."""
        unfinished = home / f"{FILE}.part"
        unfinished.unlink(missing_ok=True)
        with os.fdopen(open_private(unfinished), "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(home / FILE)


def make_folder(folder: Path, *, passable: bool) -> None:
    """Make a folder if it is missing, nobody else's to read; `passable`: others may pass through it."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    if passable:
        folder.chmod(0o711)  # not in mkdir, which the umask would overrule
