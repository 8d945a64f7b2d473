"""One child process of the parsing pool: both ends of the pipe to it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import resource
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

_PR_SET_PDEATHSIG = 1  # prctl(2), Linux only
_SPAWN = get_context("spawn")
_LONGEST_START = 120.0  # seconds; a machine may be busy
_LONGEST_END = 5.0
Task = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]  # a function and what it is given


class Overdue(Exception):
    """A task took longer than it may."""


class Ended(Exception):
    """The process ended, or has no memory or stack left; the message completes a sentence about the task."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How a child begins: bytes of address space, what to load, and the process it belongs to."""

    memory: int
    warm: Callable[[], object] | None
    parent: int = field(default_factory=os.getpid)


class Child:
    """A process that runs one task at a time. Its methods block; `kill` may be called meanwhile by another thread."""

    def __init__(self, setup: Setup) -> None:
        self.tasks = 0
        self.is_warm = False
        self._pipe, self._theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(self._theirs, setup), daemon=True)
        self._starts = threading.Lock()
        self._is_wanted = True

    def start(self) -> None:
        """Start the process and wait until it is warm, or has ended instead."""
        with self._starts:
            if not self._is_wanted:
                return
            self._process.start()
            self._theirs.close()
        with contextlib.suppress(EOFError, OSError):
            self.is_warm = self._pipe.poll(_LONGEST_START) and self._pipe.recv_bytes() == b"warm"

    @property
    def is_alive(self) -> bool:
        """Tell whether it can take a task."""
        return self.is_warm and self._process.is_alive()

    def run(self, task: Task, limit: float) -> Callable[[], Any]:
        """Run a task; return what gives its result or raises its exception.

        Raises Overdue after `limit` seconds, and Ended; then the child is of no use any more.
        """
        self.tasks += 1
        written = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
        try:
            self._pipe.send_bytes(written)
            if not self._pipe.poll(limit):
                raise Overdue
            result, error = pickle.loads(self._pipe.recv_bytes())
        except (EOFError, ConnectionError) as cut:
            self.wait()
            raise Ended(f"ended its process (exit code {self._process.exitcode})") from cut
        if isinstance(error, MemoryError | RecursionError):
            raise Ended(f"ran out of {'memory' if isinstance(error, MemoryError) else 'stack'}") from error
        return lambda: _given(result, error)

    def kill(self) -> None:
        """End the process, or see to it that it never starts."""
        with self._starts:
            self._is_wanted = False
            if self._process.pid is not None:
                self._process.kill()

    def wait(self) -> None:
        """Wait until a process that was killed is gone."""
        if self._process.pid is not None:
            self._process.join(_LONGEST_END)


def _given(result: Any, error: Exception | None) -> Any:
    if error is not None:
        raise error
    return result


def _serve(pipe: Connection, setup: Setup) -> None:
    """What a child does: warm up, then answer task after task until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the parent, which ends us
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != setup.parent:  # it died before prctl
            return
    with contextlib.suppress(ValueError, OSError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (setup.memory, setup.memory))
    if setup.warm is not None:
        setup.warm()
    pipe.send_bytes(b"warm")
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            pipe.send_bytes(_answered(pipe.recv_bytes()))


def _answered(task: bytes) -> bytes:
    """Run a task and pickle (result, exception)."""
    try:
        function, args, kwargs = pickle.loads(task)
        return pickle.dumps((function(*args, **kwargs), None), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return _told(error)


def _told(error: Exception) -> bytes:
    """Pickle an exception; one that cannot travel between processes becomes one that can."""
    try:
        told = pickle.dumps((None, error))
        pickle.loads(told)
    except Exception:
        return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))
    return told
