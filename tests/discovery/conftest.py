"""The generated web, served for the session, and what discovery makes of its sites."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from generated_web import write_web
from site_tables import HELD_OUT, KNOWN, read_sites
from trial import clock

from scheduler.local_web import LocalWeb, running

HERE = Path(__file__).parent
_TIMEOUT = 300  # seconds for all sites of a file


@pytest.fixture(scope="session")
def web_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The host folders of all sites."""
    folder = tmp_path_factory.mktemp("generated_web")
    write_web(read_sites(KNOWN) + read_sites(HELD_OUT), folder)
    return folder


@pytest.fixture(scope="session")
def web(web_folder: Path) -> Iterator[LocalWeb]:
    with running(web_folder, clock=clock) as served:
        yield served


@pytest.fixture(scope="module")
def complaints(request: pytest.FixtureRequest) -> dict[str, list[str]]:
    """What the judge says of the sites that were selected, by host.

    They are tried in a process of their own: a reactor starts once per process, and tests of spiders need one, too.
    """
    own = [item for item in request.session.items if item.path == request.path and isinstance(item, pytest.Function)]
    hosts = [item.callspec.params["site"].host for item in own if hasattr(item, "callspec")]
    which = "known" if hosts else "held_out"
    command = [sys.executable, str(HERE / "score.py"), which, "--json", *hosts]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    assert done.stdout, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found
