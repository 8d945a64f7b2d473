from __future__ import annotations

import asyncio
import multiprocessing
import operator
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from crawler.pool import ParseCrash, ParseTimeout, ParsingPool

T = TypeVar("T")
ROOT = Path(__file__).parents[2]


def in_pool(
    work: Callable[[ParsingPool], Awaitable[T]],
    workers: int = 1,
    deadline: float = 5.0,
    max_tasks: int = 500,
    warm: Callable[[], object] | None = None,
) -> T:
    async def whole() -> T:
        async with ParsingPool(workers=workers, deadline=deadline, max_tasks=max_tasks, warm=warm) as pool:
            return await work(pool)

    return asyncio.run(whole())


def test_a_task_gives_its_result_and_its_own_exceptions() -> None:
    assert in_pool(lambda pool: pool.run(operator.add, 2, 3)) == 5
    with pytest.raises(ZeroDivisionError):
        in_pool(lambda pool: pool.run(operator.truediv, 1, 0))


def test_a_hanging_task_is_killed_at_the_deadline_even_inside_c_code() -> None:
    started = time.monotonic()
    with pytest.raises(ParseTimeout, match=r"match took longer than 0\.3 s"):
        in_pool(lambda pool: pool.run(re.match, "(a+)+b", "a" * 60), deadline=0.3)
    assert time.monotonic() - started < 2


def test_a_crash_loses_only_its_own_task() -> None:
    async def work(pool: ParsingPool) -> list[object]:
        good = [pool.run(operator.add, number, 1) for number in range(20)]
        return await asyncio.gather(*good[:10], pool.run(os._exit, 7), *good[10:], return_exceptions=True)

    results = in_pool(work, workers=2)
    crash = results.pop(10)
    assert isinstance(crash, ParseCrash)
    assert "exit code 7" in str(crash)
    assert results == list(range(1, 21))


def test_a_task_that_eats_memory_is_a_crash_and_the_pool_goes_on() -> None:
    async def work(pool: ParsingPool) -> int:
        with pytest.raises(ParseCrash, match="ran out of memory"):
            await pool.run(bytearray, 2 * 2**30)
        return await pool.run(operator.add, 1, 1)

    assert in_pool(work) == 2


def test_the_pool_survives_the_death_of_an_idle_child() -> None:
    async def work(pool: ParsingPool) -> int:
        os.kill(await pool.run(os.getpid), signal.SIGKILL)
        await asyncio.sleep(0.5)
        return await pool.run(operator.add, 1, 1)

    assert in_pool(work) == 2


def test_a_child_is_replaced_after_so_many_tasks() -> None:
    async def work(pool: ParsingPool) -> set[int]:
        return {await pool.run(os.getpid) for _ in range(6)}

    assert len(in_pool(work, max_tasks=2)) == 3


def test_no_child_is_left_when_the_pool_ends() -> None:
    async def work(pool: ParsingPool) -> int:
        return await pool.run(os.getpid)

    others = set(multiprocessing.active_children())
    child = in_pool(work)
    assert set(multiprocessing.active_children()) <= others
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_children_die_with_a_killed_parent() -> None:
    program = (
        "import asyncio, os, signal\n"
        "from crawler.pool import ParsingPool\n"
        "async def main():\n"
        "    pool = ParsingPool(workers=1, warm=None)\n"
        "    print(await pool.run(os.getpid), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "if __name__ == '__main__': asyncio.run(main())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    child = Path(f"/proc/{int(ran.stdout)}")
    until = time.monotonic() + 5
    while (
        child.exists()
        and "Z" not in child.joinpath("stat").read_text().split(")")[1][:3]
        and time.monotonic() < until
    ):
        time.sleep(0.05)
    assert time.monotonic() < until


def test_a_task_whose_awaiting_is_cancelled_is_ended_and_the_pool_goes_on() -> None:
    async def work(pool: ParsingPool) -> int:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pool.run(time.sleep, 60), 0.5)
        return await pool.run(operator.add, 1, 1)

    assert in_pool(work) == 2


def test_an_exception_that_cannot_travel_arrives_in_words() -> None:
    with pytest.raises(RuntimeError, match="_Homesick: stays"):
        in_pool(lambda pool: pool.run(_raise_homesick))


class _Homesick(Exception):
    def __init__(self, one: str, _other: str) -> None:
        super().__init__(one)


def _raise_homesick() -> None:
    raise _Homesick("stays", "here")
