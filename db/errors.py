"""What can go wrong with the database, in words for the person who can mend it."""

from __future__ import annotations


class DatabaseError(Exception):
    """The database cannot be used; the message is one sentence that says why and what to do."""
