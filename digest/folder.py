"""Digests as files, for an installation without a mail server."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from datetime import date
from pathlib import Path

LONGEST = 100  # characters of an address in a file name


def deliver_to_folder(folder: Path, day: date, email: str, message: bytes, html: str) -> Path:
    """Write `<day>-<address>.html` and `.eml`; the .eml, written last, is returned. Nothing is ever seen half
    written, and writing again replaces. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{day.isoformat()}-{_file_name(email)}"
    _write(folder / f"{name}.html", html.encode("utf-8", "replace"))
    return _write(folder / f"{name}.eml", message)


def _file_name(email: str) -> str:
    """The address as part of a file name; one that had to be changed keeps its difference as a hash."""
    safe = re.sub(r"[^a-z0-9@._+-]", "_", email.lower())[:LONGEST]
    if safe == email:
        return safe
    return f"{safe}-{hashlib.sha256(email.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _write(path: Path, content: bytes) -> Path:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
