"""What can go wrong with the database, in words for the person who can mend it."""

from __future__ import annotations

import psycopg


class DatabaseError(Exception):
    """The database cannot be used; the message is one sentence that says why and what to do."""


LOST = (DatabaseError, psycopg.OperationalError, psycopg.InterfaceError)
"""What a lost connection raises: whoever can wait catches these and tries again."""
