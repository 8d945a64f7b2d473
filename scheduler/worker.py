"""A worker: takes jobs from the queue until it is told to stop or has grown old. Many may share a database."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import signal
import sys
from dataclasses import fields

import procrastinate
from procrastinate.exceptions import ConnectorException

from crawler.pool import ParsingPool
from db.errors import LOST
from scheduler.queue import QUEUES
from scheduler.settings import Settings
from scheduler.warming import warm
from scheduler.wiring import Wiring, wired
from scheduler.worker_wiring import WorkerWiring
from spiders.reactor import run_with_reactor

log = logging.getLogger(__name__)

JOBS_AT_ONCE = 8
GRACE = 10.0  # seconds that running jobs have to end
TEMPORARY = 75  # exit code
LIFE = 6 * 3600.0  # seconds; the supervisor starts a fresh one, so that no leak lives on
MEMORY = 4 * 2**30  # bytes of address space


def work(settings: Settings, *, until_eof: bool = False) -> int:
    """Run a worker until SIGTERM, SIGINT, or the end of its input if `until_eof`. Returns the exit code."""
    _ = settings.fetch_policy  # a worker without a contact would only fail later
    _limit_memory()
    try:
        return run_with_reactor(lambda: _work(settings, until_eof))
    except (*LOST, ConnectorException) as error:
        log.error("the database was lost: %s", error.__cause__ or error)
        return TEMPORARY


async def _work(settings: Settings, until_eof: bool) -> int:
    stop = stop_event(until_eof=until_eof)
    async with wired(settings) as wiring, ParsingPool(warm=warm) as parsing:
        everything = {field.name: getattr(wiring, field.name) for field in fields(Wiring)}
        jobs = asyncio.create_task(_run_jobs(WorkerWiring(**everything, parsing=parsing)))
        told = asyncio.create_task(stop.wait())
        await asyncio.wait((jobs, told), timeout=LIFE, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if jobs.done():
            jobs.result()
        jobs.cancel()  # graceful: jobs that run have GRACE seconds
        with contextlib.suppress(asyncio.CancelledError):
            await jobs
    return 0


async def _run_jobs(wiring: WorkerWiring) -> None:
    queue: procrastinate.App = wiring.queue
    await queue.run_worker_async(
        queues=list(QUEUES),
        concurrency=JOBS_AT_ONCE,
        install_signal_handlers=False,
        shutdown_graceful_timeout=GRACE,
        delete_jobs="always",  # what became of the work stands in our own tables
        additional_context={"wiring": wiring},
    )


def stop_event(*, until_eof: bool = False) -> asyncio.Event:
    """An event that SIGTERM and SIGINT set, and the end of standard input: then the supervisor is gone."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    if until_eof:
        loop.add_reader(sys.stdin.fileno(), stop.set)
    return stop


def _limit_memory() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit but may refuse it
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
