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
from crawler.reading_record import read_record

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
SENTENCE = "The city of Dresden lies on a river and has a bridge that everybody knows."
GOOD = (
    "<html><body><article><h1>Dresden and its bridge</h1>"
    + "".join(f"<p>{n} {SENTENCE}</p>" for n in range(9))
    + "</article></body></html>"
)


def in_pool(work: Callable[[ParsingPool], Awaitable[T]], **options: object) -> T:
    async def whole() -> T:
        async with ParsingPool(**({"workers": 1, "deadline": 5.0, "warm": None} | options)) as pool:  # type: ignore[arg-type]
            return await work(pool)

    return asyncio.run(whole())


def line(html: str) -> dict[str, str]:
    return {"id": "1", "url": "http://news.example.org/a-story-about-a-bridge", "html": html}


POISON = {
    "100,000 nested divs": "<div>" * 100_000,
    "100,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
    "20,000 tables": "<table><tr><td>x</td></tr></table>" * 20_000,
    "20 MB in a line": "<p>" + "a" * 20_000_000,
    "NULs": "\0" * 100_000,
    "100,000 paragraphs": "<p>text</p>" * 100_000,
}


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


def test_poison_pages_end_within_their_deadline_and_good_pages_are_unharmed() -> None:
    async def work(pool: ParsingPool) -> tuple[list[object], list[object]]:
        good = [pool.run(read_record, line(GOOD)) for _ in range(40)]
        bad = [pool.run(read_record, line(html)) for html in POISON.values()]
        return (
            await asyncio.gather(*good[:20], *good[20:]),
            await asyncio.gather(*bad, return_exceptions=True),
        )

    good, bad = in_pool(work, workers=2, deadline=8.0)  # the first task of a child also loads its data
    assert [record["status"] for record in good] == ["article"] * 40  # type: ignore[index]
    for name, outcome in zip(POISON, bad, strict=True):
        ended = isinstance(outcome, ParseTimeout) or (
            isinstance(outcome, dict) and (outcome["status"] == "not_article" or outcome["truncated"])
        )
        assert ended, f"{name}: {outcome}"
