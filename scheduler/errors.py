"""What a command can end with beside success; every message is one sentence that says what to do."""

from __future__ import annotations


class UsageError(ValueError):
    """The command was asked for something that is not there."""


class Busy(RuntimeError):
    """Another process does this already."""


class RoundError(RuntimeError):
    """A round of watching that does not come to its end."""
