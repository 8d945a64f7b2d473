from __future__ import annotations

import signal
import subprocess
import sys
import time

SCRIPT = """
import asyncio, sys
from spiders.reactor import run_with_reactor

async def main():
    print("up", flush=True)
    {body}

sys.exit(run_with_reactor(main))
"""


def start(body: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(body=body)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_the_result_of_the_coroutine_is_handed_back() -> None:
    process = start("return 3")
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (3, "up\n", "")


def test_sigterm_lets_the_coroutine_put_things_in_order() -> None:
    process = start("try: await asyncio.sleep(60)\n    finally: print('tidy', flush=True)")
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "tidy\n", "")
    assert time.monotonic() - started < 5


def test_what_the_coroutine_raises_is_raised() -> None:
    process = start("raise LookupError('gone')")
    _, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "LookupError: gone" in err
