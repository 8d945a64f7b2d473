"""Parsing in child processes that can be killed: what comes from outside hangs, crashes or eats memory alone."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

P = ParamSpec("P")
T = TypeVar("T")
_PR_SET_PDEATHSIG = 1  # prctl(2), Linux only


class ParseTimeout(Exception):
    """A task took longer than the deadline; its process was killed."""


class ParseCrash(Exception):
    """A task took its process down, or ran out of memory or stack."""


def warm_reading() -> None:
    """Load what reading a page needs, so that the first task does not pay for it."""
    from crawler.warming import warm  # not before: the parent process has no use for the parsers

    warm()


class ParsingPool:
    """`workers` child processes, each with `memory` bytes of address space, replaced after `max_tasks` tasks.

    A task gets `deadline` seconds from its start; waiting for a free process does not count. `warm` runs once in
    each new child. Children start with the first task (or on entering as a context manager) and end with the pool
    or, on Linux, with the parent.
    """

    def __init__(
        self,
        workers: int = 2,
        deadline: float = 10.0,
        memory: int = 2**30,
        max_tasks: int = 500,
        warm: Callable[[], object] | None = warm_reading,
    ) -> None:
        """Start nothing yet."""
        self.deadline = deadline
        self._workers, self._max_tasks = workers, max_tasks
        self._setup = (memory, os.getpid(), warm)
        self._pool: ProcessPool | None = None

    async def __aenter__(self) -> ParsingPool:
        """Start the children in the background."""
        self._running()
        return self

    async def __aexit__(self, *error: object) -> None:
        """End the children; tasks that still run are given up."""
        await self.close()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return `function(*args, **kwargs)` run in a child; all of it must be picklable.

        Raises ParseTimeout and ParseCrash; other exceptions of the function pass through. A cancelled task is killed.
        """
        name = getattr(function, "__name__", "the task")
        try:
            future = self._running().schedule(_guarded, (function, args, kwargs), timeout=self.deadline)
            return await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise ParseTimeout(f"{name} took longer than {self.deadline:g} s and was stopped") from error
        except ProcessExpired as error:
            raise ParseCrash(f"{name} ended its process (exit code {error.exitcode})") from error
        except MemoryError as error:
            raise ParseCrash(f"{name} ran out of memory") from error
        except RecursionError as error:
            raise ParseCrash(f"{name} ran out of stack") from error

    async def close(self) -> None:
        """End the children now."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(_end, pool)

    def _running(self) -> ProcessPool:
        if self._pool is not None and not self._pool.active:  # an idle child that dies breaks pebble's pool
            _end(self._pool)
            self._pool = None
        if self._pool is None:
            self._pool = ProcessPool(
                self._workers, self._max_tasks, _set_up_child, self._setup, context=get_context("spawn")
            )
            bool(self._pool.active)  # asking starts the children
        return self._pool


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
    pool.join()


def _set_up_child(memory: int, parent: int, warm: Callable[[], object] | None) -> None:
    """Bind a new child to its parent and to its memory, and warm it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a handler in Python would wait for the parser in C
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before prctl
            os._exit(1)
    with contextlib.suppress(ValueError, OSError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if warm is not None:
        warm()


def _guarded(function: Callable[P, T], args: tuple[object, ...], kwargs: dict[str, object]) -> T:
    """Run a task; an exception that cannot travel between processes becomes one that can."""
    try:
        return function(*args, **kwargs)  # type: ignore[arg-type]  # ParamSpec is lost in the pickle
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            raise RuntimeError(f"{type(error).__name__}: {error}") from None
        raise
