"""The command `pactwatch`. stdout is data, stderr is progress and messages."""

from __future__ import annotations

import sys

import click

from crawler.cms import CmsFileError
from crawler.sources import SourceFileError
from db.errors import DatabaseError
from scheduler.cli.groups import pactwatch
from scheduler.cli.show import speak_any_script
from scheduler.errors import Busy, RoundError, UsageError
from scheduler.settings import SettingsError

OK, ERROR, CONFIGURATION, PARTLY, TEMPORARY, INTERRUPTED = 0, 1, 2, 3, 75, 130


def main() -> int:
    """Run the command line; expected trouble becomes one sentence and an exit code (docs/command-line.md)."""
    speak_any_script()
    try:
        code = pactwatch.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return CONFIGURATION
    except (SettingsError, SourceFileError, CmsFileError, DatabaseError, UsageError) as error:
        return _say(str(error), CONFIGURATION)
    except RoundError as error:
        return _say(str(error), ERROR)
    except Busy as error:
        return _say(str(error), TEMPORARY)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:  # `pactwatch … | head`
        sys.stderr.close()
        return OK
    return code if isinstance(code, int) else OK


def _say(sentence: str, code: int) -> int:
    click.echo(f"pactwatch: {sentence}", err=True)
    return code
