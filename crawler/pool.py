"""Parsing in child processes that can be killed: what comes from outside hangs, crashes or eats memory alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from crawler.pool_child import Child, Ended, Overdue, Setup

P = ParamSpec("P")
T = TypeVar("T")


class ParseTimeout(Exception):
    """A task took longer than the deadline; its process was killed."""


class ParseCrash(Exception):
    """A task took its process down, or ran out of memory or stack."""


def warm_reading() -> None:
    """Load what reading a page needs, so that the first task does not pay for it."""
    from crawler.warming import warm  # not before: the parent process has no use for the parsers

    warm()


class ParsingPool:
    """Runs `workers` tasks at once, each in a child process with `memory` bytes of address space.

    A task gets `deadline` seconds from its start; waiting for a free process does not count. A child is replaced when
    its task had to be ended and after `max_tasks` tasks; `spares` more than work are kept warm, so that nobody waits
    for the new one. `warm` runs once in each. Children start with the first task (or on entering as a context
    manager) and end with the pool or, on Linux, with the parent. A pool serves one event loop.
    """

    def __init__(
        self,
        workers: int = 2,
        deadline: float = 10.0,
        memory: int = 2**30,
        max_tasks: int = 500,
        warm: Callable[[], object] | None = warm_reading,
        spares: int = 0,
    ) -> None:
        """Start nothing yet."""
        self.deadline = deadline
        self._workers, self._size, self._max_tasks = workers, workers + spares, max_tasks
        self._setup = Setup(memory, warm)
        self._room: _Room | None = None

    async def __aenter__(self) -> ParsingPool:
        """Start the children in the background."""
        self._opened()
        return self

    async def __aexit__(self, *error: object) -> None:
        """End the children; tasks that still run are given up."""
        await self.close()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return `function(*args, **kwargs)` run in a child; all of it must be picklable.

        Raises ParseTimeout and ParseCrash; other exceptions of the function pass through. A cancelled task is killed.
        """
        name, room = getattr(function, "__name__", "the task"), self._opened()
        async with room.turn:
            try:
                return await self._run(room, lambda child: child.run((function, args, kwargs), self.deadline))
            except Overdue as error:
                raise ParseTimeout(f"{name} took longer than {self.deadline:g} s and was stopped") from error
            except Ended as error:
                raise ParseCrash(f"{name} {error}") from error

    async def close(self) -> None:
        """End the children now."""
        room, self._room = self._room, None
        if room is not None:
            await room.close()

    async def _run(self, room: _Room, task: Callable[[Child], Callable[[], T]]) -> T:
        child = await room.take()
        is_sound = False
        try:
            answer = await room.in_thread(task, child)
            is_sound = child.tasks < self._max_tasks
        finally:
            room.give_back(child) if is_sound else room.replace(child)
        return answer()

    def _opened(self) -> _Room:
        if self._room is None:
            self._room = _Room(self._workers, self._size, self._setup)
        return self._room


class _Room:
    """The children of an open pool."""

    def __init__(self, workers: int, size: int, setup: Setup) -> None:
        self.turn = asyncio.Semaphore(workers)
        self._setup, self._is_open = setup, True
        # The kernel takes the end of the thread that started a child for the end of the parent: threads stay.
        self._threads = ThreadPoolExecutor(workers + size, "parsing")
        self._children: set[Child] = set()
        self._ready: asyncio.Queue[Child] = asyncio.Queue()
        self._starting: set[asyncio.Task[None]] = set()
        for _ in range(size):
            self._start()

    async def in_thread(self, work: Callable[[Child], T], child: Child) -> T:
        """Return work(child): pipes and pickles are no work for the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, child)

    async def take(self) -> Child:
        """Return a warm child; one that has died in its sleep is replaced. Raises Ended if it cannot be warmed."""
        while not (child := await self._ready.get()).is_alive:
            self.replace(child)
            if not child.is_warm:
                raise Ended("found no process: a new one ended before it was ready")
        return child

    def give_back(self, child: Child) -> None:
        """Take a child back for the next task."""
        self._ready.put_nowait(child)

    def replace(self, child: Child) -> None:
        """End a child and start another."""
        child.kill()
        self._children.discard(child)
        if self._is_open:
            self._start()

    async def close(self) -> None:
        """End all children and wait for that."""
        self._is_open = False
        for child in self._children:
            child.kill()
        await asyncio.gather(*self._starting, *(self.in_thread(Child.wait, child) for child in self._children))
        await asyncio.to_thread(self._threads.shutdown)

    def _start(self) -> None:
        child = Child(self._setup)
        self._children.add(child)
        starting = asyncio.ensure_future(self._warm(child))
        self._starting.add(starting)
        starting.add_done_callback(self._starting.discard)

    async def _warm(self, child: Child) -> None:
        await self.in_thread(Child.start, child)
        self._ready.put_nowait(child)
