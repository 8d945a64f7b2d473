"""The door of the database: values that PostgreSQL or its readers refuse are cleaned on their way in.

Pages bring NUL characters, halves of surrogate pairs, numbers that are none and dates of the year 9999; in a
batch, one of them would lose all the good rows beside it. Every connection cleans its own parameters, so
that no query can forget to.
"""

from __future__ import annotations

import hashlib
import json
import math
from datetime import UTC, datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.abc import Buffer
from psycopg.types.json import set_json_dumps
from psycopg.types.string import StrDumperUnknown

LONGEST_IDENTITY = 1000  # bytes
EARLIEST, LATEST = 2, 9998  # years that are a date in every time zone


def clean(text: str) -> str:
    """The text without NUL; halves of a surrogate pair are joined, or replaced by U+FFFD when alone."""
    text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def clean_identity(identity: str) -> str:
    """An item's identity as the ledger keeps it: an index entry has room for 2,700 bytes, a hostile URL for more."""
    identity = clean(identity)
    if len(identity.encode()) <= LONGEST_IDENTITY:
        return identity
    return f"{identity[:200]}…{hashlib.sha256(identity.encode()).hexdigest()}"


def clean_json(value: Any) -> Any:
    """The same JSON value with clean strings; NaN and infinity, which JSON has no words for, become null."""
    match value:
        case str():
            return clean(value)
        case float() if not math.isfinite(value):
            return None
        case dict():
            return {clean_json(key): clean_json(each) for key, each in value.items()}
        case list() | tuple():
            return [clean_json(each) for each in value]
    return value


def clean_moment(moment: datetime | None) -> datetime | None:
    """The moment in UTC; None for one that some session could not read back, such as the end of year 9999."""
    try:
        moment = moment.astimezone(UTC) if moment else None
    except OverflowError:
        return None
    return moment if moment and EARLIEST <= moment.year <= LATEST else None


def clean_parameters(conn: AsyncConnection) -> None:
    """Make a connection clean the texts and JSON values that are sent through it."""
    conn.adapters.register_dumper(str, _CleanText)
    set_json_dumps(_dump_json, conn)


class _CleanText(StrDumperUnknown):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(clean(obj))


def _dump_json(value: Any) -> str:
    return json.dumps(clean_json(value), ensure_ascii=False)
