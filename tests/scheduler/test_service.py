"""The service under hard hands: killed workers, a second instance, a lost database, a killed supervisor."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from scheduler.demo import prepare_sources
from scheduler.local_web import running

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = sum(
    1 for file in (ROOT / "seeds" / "web").glob("*/articles/*.md") if file.parent.parent.name != "www.breaknews.com"
)


@pytest.fixture
def service(tmp_path):
    """A home that watches the local web, and a way to start the service and to ask it."""
    web_folder, home = tmp_path / "web", tmp_path / "home"
    shutil.copytree(ROOT / "seeds" / "web", web_folder)
    prepare_sources(ROOT / "seeds" / "sources", home / "sources")
    with running(web_folder) as web:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PACTWATCH_")} | {
            "PACTWATCH_HOME": str(home),
            "PACTWATCH_CONTACT": "test@localhost",
            "PACTWATCH_PROXY": web.address,
            "PACTWATCH_CA_FILE": str(web.ca_file),
            "PACTWATCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "PACTWATCH_DELAY": "0",
        }
        started = []

        def ask(*words):
            command = [sys.executable, "-m", "scheduler", *words]
            return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

        def start():
            log = (tmp_path / f"log{len(started)}").open("w")
            command = [sys.executable, "-m", "scheduler", "run"]
            started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))
            return started[-1]

        def ledger():
            found = json.loads(ask("status", "--json").stdout or '{"ledger": []}')["ledger"]
            return sum(line["seen"] for line in found), sum(line["pending"] for line in found), found

        yield SimpleNamespace(web=web, ask=ask, start=start, ledger=ledger, home=home, logs=tmp_path)
        for process in started:
            if process.poll() is None:
                process.kill()
                process.wait()
        ask("db", "stop")


def wait_for(condition, seconds=90, pause=0.3):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(pause)
    raise AssertionError("it did not happen in time")


def workers_of(process):
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    return [int(pid) for pid, parent, words in rows if int(parent) == process.pid and "scheduler worker" in words]


def count(conn, condition):
    return conn.execute(f"select count(*) from items where {condition}").fetchone()[0]


def all_read(service):
    seen, pending, _ = service.ledger()
    return seen == ARTICLES and pending == 0


def test_killed_workers_lose_nothing_and_double_nothing(service):
    process = service.start()
    killed = set()
    with psycopg.connect(wait_for(lambda: service.ask("db", "url").stdout.strip()), autocommit=True) as conn:
        for least in (1, 20):  # while the first pages come, in the middle of reading
            worker = wait_for(lambda: next(iter(set(workers_of(process)) - killed), None))
            wait_for(lambda: count(conn, "state <> 'announced'") >= least)  # noqa: B023  # called at once
            os.kill(worker, signal.SIGKILL)
            killed.add(worker)
    wait_for(lambda: all_read(service), 180, pause=2.0)
    _, _, ledger = service.ledger()
    assert all(line["seen"] == line["attached"] + line["dropped"] for line in ledger)
    assert sum(line["attached"] for line in ledger) == 5
    process.terminate()
    assert process.wait(timeout=20) == 0
    assert workers_of(process) == []


def test_a_second_instance_says_so_and_leaves(service):
    process = service.start()
    wait_for(lambda: workers_of(process))
    second = service.ask("run")
    assert second.returncode == 75
    assert "pactwatch worker" in second.stderr
    assert process.poll() is None


def test_a_killed_supervisor_leaves_no_worker_and_the_next_start_goes_on(service):
    process = service.start()
    (worker,) = wait_for(lambda: workers_of(process))
    time.sleep(2)
    process.kill()
    process.wait()
    wait_for(lambda: not Path(f"/proc/{worker}").exists() if Path("/proc").exists() else True, 30)
    service.start()
    wait_for(lambda: all_read(service), pause=2.0)


def test_the_service_goes_on_after_its_database_was_killed(service):
    process = service.start()
    wait_for(lambda: service.ledger()[0] > 0)
    backend = int(
        service.ask(
            "db", "psql", "-qtAc", "select pid from pg_stat_activity where backend_type = 'checkpointer'"
        ).stdout
    )
    postmaster = int(Path(f"/proc/{backend}/stat").read_text().split()[3])
    os.kill(postmaster, signal.SIGKILL)
    wait_for(lambda: all_read(service), 180, pause=2.0)
    assert process.poll() is None
