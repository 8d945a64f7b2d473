"""The work queue: what can be deferred, and under which locks. Procrastinate carries it in PostgreSQL.

No retries in the queue: a job that waits for its retry would hold its host's lock. Jobs write failure and
back-off into the tables; the timetable hands the work out again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job, Status

VISIT, READ, TELL = "visit", "read", "tell"
QUEUES = (VISIT, READ, TELL)


@asynccontextmanager
async def open_queue(url: str) -> AsyncIterator[procrastinate.App]:
    """A queue to defer to; a worker also runs its jobs."""
    from scheduler.jobs import jobs

    queue = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, max_size=4))
    queue.add_tasks_from(jobs, namespace="pactwatch")
    async with queue.open_async():
        yield queue


async def defer_visit(queue: procrastinate.App, source_id: str, host: str) -> bool:
    """One visit at a time per host, over all machines; a source is queued at most once."""
    return await _defer(queue, VISIT, f"source:{source_id}", f"host:{host}", source_id=source_id)


async def defer_read(queue: procrastinate.App, item_id: int) -> bool:
    """Read one fetched item."""
    return await _defer(queue, READ, f"item:{item_id}", None, item_id=item_id)


async def defer_digest(queue: procrastinate.App, reader_id: int) -> bool:
    """Compose and deliver what is due for a reader."""
    return await _defer(queue, TELL, f"reader:{reader_id}", None, reader_id=reader_id)


async def defer_delivery(queue: procrastinate.App, digest_id: int) -> bool:
    """Deliver a digest that waits in the outbox."""
    return await _defer(queue, "deliver", f"digest:{digest_id}", None, digest_id=digest_id, queue_name=TELL)


async def unfinished(queue: procrastinate.App) -> int:
    """Jobs that wait or run."""
    counts = await queue.job_manager.list_queues_async()
    return sum(row["todo"] + row["doing"] for row in counts if row["name"] in QUEUES)


async def end_stalled(queue: procrastinate.App) -> list[Job]:
    """End the jobs of workers whose heartbeat stopped, so that their locks fall; the tables hand out again."""
    stalled = list(await queue.job_manager.get_stalled_jobs())
    for job in stalled:
        await queue.job_manager.finish_job(job, Status.FAILED, delete_job=True)
    return stalled


async def _defer(
    queue: procrastinate.App,
    task: str,
    queueing_lock: str,
    lock: str | None,
    *,
    queue_name: str | None = None,
    **arguments: str | int,
) -> bool:
    deferrer = queue.configure_task(
        f"pactwatch:{task}", queue=queue_name or task, lock=lock, queueing_lock=queueing_lock
    )
    try:
        await deferrer.defer_async(**arguments)
    except AlreadyEnqueued:
        return False
    return True
