"""Source -> the block of TOML that a person would write, and into a file without touching what stands there."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from crawler.model import Source, Watch
from crawler.sources import SourceFileError, load_file

_TEXTS = ("id", "name", "homepage", "country", "timezone")
_NOTES = ("cms", "kind", "confidence", "checked", "evidence", "note")
_DEFAULT_DELAY = Source.__dataclass_fields__["delay"].default


def source_text(source: Source) -> str:
    """Return the `[[source]]` block that makes this source again, without what is as by default; ends with a newline.

    Regular expressions stand in 'single quotes' where they can, so that backslashes are what they look like.
    """
    lines = ["[[source]]", *(f"{key} = {_quoted(getattr(source, key))}" for key in _TEXTS)]
    if source.languages:
        lines.append(f"languages = [{', '.join(map(_quoted, source.languages))}]")
    for key in _NOTES:
        value = getattr(source, key)
        if value is not None:
            lines.append(f"{key} = {value if key == 'checked' else _quoted(value)}")
    if source.tell_archive:
        lines.append("tell_archive = true")
    if source.delay != _DEFAULT_DELAY:
        lines.append(f"delay = {source.delay!r}")
    return "\n".join([*lines, *(_way(way) for way in source.watch)]) + "\n"


def append_source(file: Path, source: Source) -> None:
    """Add the block to a source file: `append_sources` for one."""
    append_sources(file, [source])


def append_sources(file: Path, sources: Sequence[Source]) -> None:
    """Add blocks to a source file, which is made if it is not there; all that stands in it stays as it is.

    The file is replaced in one step, so that no reader sees half of it. Raises SourceFileError for an id that a file
    of the folder uses already, and for a folder with a file that is broken; OSError where nothing can be written.
    """
    file = file.resolve()  # a link stays one
    file.parent.mkdir(parents=True, exist_ok=True)
    with _alone(file.parent):
        _check_new(file, [source.id for source in sources])
        old = file.read_bytes() if file.exists() else b""
        gap = b"" if not old.strip() else b"\n" if old.endswith(b"\n") else b"\n\n"
        _replace(file, old + gap + "\n".join(map(source_text, sources)).encode())


def _quoted(text: str) -> str:
    """Write a TOML basic string; JSON's escapes are the same but for DEL (https://toml.io/en/v1.0.0#string)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _literal(text: str) -> str:
    return f"'{text}'" if text.isprintable() and "'" not in text else _quoted(text)


def _way(way: Watch) -> str:
    lines = ["", "[[source.watch]]", f"kind = {_quoted(way.kind)}", f"url = {_quoted(way.url)}"]
    if way.item is not None:
        lines.append(f"item = {_literal(way.item)}")
    if way.link is not None:
        lines.append(f"link = {_quoted(way.link)}")
    return "\n".join(lines)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let nobody else add to the folder meanwhile, or the later one would take away what the other wrote."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # and with it the lock


def _check_new(file: Path, ids: Sequence[str]) -> None:
    used = {source_id: "what is to be added" for source_id in ids if ids.count(source_id) > 1}
    for there in sorted({file, *file.parent.glob("*.toml")}):
        used |= {source.id: there.name for source in load_file(there)} if there.exists() else {}
    twice = next((source_id for source_id in ids if source_id in used), None)
    if twice is not None:
        raise SourceFileError(
            f"{used[twice]}, source '{twice}': there is a source of this id already; give the new one another"
        )


def _replace(file: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(content)
            new.flush()
            os.fsync(handle)
        Path(name).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
