"""The command `pactwatch`. stdout is data, stderr is progress and messages."""

from __future__ import annotations

import signal
import sys

import click
from procrastinate.exceptions import ConnectorException

from crawler.cms import CmsFileError
from crawler.sources import SourceFileError
from db.errors import LOST, DatabaseError
from scheduler.cli.groups import pactwatch
from scheduler.cli.show import speak_any_script
from scheduler.errors import Busy, RoundError, UsageError
from scheduler.settings import SettingsError

OK, ERROR, CONFIGURATION, PARTLY, TEMPORARY, INTERRUPTED = 0, 1, 2, 3, 75, 130


# What can be expected to go wrong, and how the command ends then; the first that fits counts.
_ENDINGS: tuple[tuple[tuple[type[BaseException], ...], int], ...] = (
    ((SettingsError, SourceFileError, CmsFileError, DatabaseError, UsageError, OSError), CONFIGURATION),
    ((RoundError,), ERROR),
    ((Busy, *LOST, ConnectorException), TEMPORARY),
)
_EXPECTED = tuple(kind for kinds, _ in _ENDINGS for kind in kinds)


def main() -> int:
    """Run the command line; expected trouble becomes one sentence and an exit code (docs/command-line.md)."""
    speak_any_script()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends a command as Ctrl-C does; services set their own
    try:
        code = pactwatch.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return CONFIGURATION
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:  # `pactwatch … | head`
        sys.stderr.close()
        return OK
    except _EXPECTED as error:
        click.echo(f"pactwatch: {_sentence(error)}", err=True)
        return next(code for kinds, code in _ENDINGS if isinstance(error, kinds))
    return code if isinstance(code, int) else OK


def _sentence(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'output'}: {error.strerror}"
    if isinstance(error, (*LOST, ConnectorException)) and not isinstance(error, DatabaseError):
        return f"the database was lost, start again: {error.__cause__ or error}"
    return str(error)
