"""Locks on files, which the kernel drops when the process that holds them dies, however it dies (flock(2))."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN, flock
from pathlib import Path


def open_private(path: Path) -> int:
    """Open a file for reading and writing, made if missing; it belongs to the owner of its folder alone."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if os.geteuid() == 0:  # root serves another user's home: his files stay his
        folder = path.parent.stat()
        os.fchown(descriptor, folder.st_uid, folder.st_gid)
    return descriptor


def share(path: Path) -> int:
    """Take the file's lock together with others; return the descriptor that holds it."""
    lock = open_private(path)
    flock(lock, LOCK_SH)
    return lock


def take(path: Path) -> int | None:
    """Take the file's lock alone; return the descriptor that holds it, None if somebody else has the lock."""
    lock = open_private(path)
    try:
        flock(lock, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def release(lock: int) -> None:
    """Unlock and close; the copy of the descriptor that a forked child may have then holds nothing."""
    flock(lock, LOCK_UN)
    os.close(lock)


def is_free(path: Path) -> bool:
    """Whether nobody holds the file's lock at this moment."""
    lock = take(path)
    if lock is not None:
        release(lock)
    return lock is not None


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait for the file's lock and hold it."""
    lock = open_private(path)
    flock(lock, LOCK_EX)
    try:
        yield
    finally:
        release(lock)
