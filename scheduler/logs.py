"""Logs of the long-running commands: one line an event on stderr, which no logged text can forge."""

from __future__ import annotations

import logging
import sys

_QUIET = ("scrapy", "twisted", "apscheduler", "procrastinate", "trafilatura", "psycopg.pool", "py.warnings")


class _OneLine(logging.Formatter):
    """Escapes control characters, so that text from outside cannot start a line of its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # logging's name
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in super().formatMessage(record))


def log_to_stderr(level: int = logging.INFO) -> None:
    """Send our own events of `level` and other packages' warnings to stderr.

    The level stands on the handler and on named loggers: Scrapy resets the root logger's to NOTSET.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(level)
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
