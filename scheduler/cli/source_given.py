"""What was typed for a new source, checked before a site is asked for it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from crawler.model import Source, Watch
from crawler.source_rules import SourceFileError, check_address, check_source
from scheduler.cli.show import shown
from scheduler.errors import UsageError

_NEW = "the new source"
_ANY_ID, _ANY_COUNTRY, _ANY_ZONE = "new", "KR", "UTC"  # stand for what is not known yet


def given_address(text: str) -> str:
    """Return the address of a site with its scheme, https if none was typed. Raises UsageError."""
    address = text if "://" in text else f"https://{text}"
    try:
        check_address("homepage", address, _NEW)
    except SourceFileError as error:
        raise UsageError(f"'{shown(text)}' is no address of a site: write e.g. https://city.example.org") from error
    if "@" in urlsplit(address).netloc:
        raise UsageError("leave user name and password out of the address: Pactwatch does not log in")
    return address


def check_given(url: str, source_id: str | None, name: str | None, taken: set[str]) -> None:
    """Check address, id and name of a source that is still unknown. Raises UsageError, SourceFileError."""
    if source_id in taken:
        raise UsageError(f"the id '{source_id}' is used already; choose another --id")
    id_, title = _ANY_ID if source_id is None else source_id, name or _ANY_ID
    check_source(Source(id_, title, url, _ANY_COUNTRY, _ANY_ZONE, (Watch("feed", url),)), _NEW)


def check_folder(folder: Path) -> None:
    """Check that source files can be written, before a site is asked in vain. Raises UsageError."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        why = "is not a folder" if not there.is_dir() else "may not be written"
        raise UsageError(f"{shown(str(there))} {why}: source files belong into {shown(str(folder))}")
