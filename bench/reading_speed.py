"""How fast pages are read, beside trafilatura and news-please, in one run over the same pages.

    .venv/bin/python bench/reading_speed.py --aeb CHECKOUT --fundus CHECKOUT [--newsplease PYTHON] [--half tuned]

CHECKOUTs as for bench/reading.py; PYTHON is an interpreter of an environment that has news-please, which is no
dependency. Times are CPU seconds of one process. The extractors take turns page by page, so that whatever else the
machine does slows all of them down alike, but never at the same page, so that none finds in trafilatura's caches what
another left there; each has read some pages before, so that everything is loaded. Then all
pages go through a parsing pool of one and of two children, by turns, in seconds of the clock. In the end a table
says what the stages of our reading take.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import trafilatura
from reading import NOW, Sample, aeb, fundus
from reading_stages import STAGES, measuring

from crawler.material import Material
from crawler.pool import ParsingPool
from crawler.reading import reading_of

WARM_UP = 20  # pages
BLOCK = 40  # pages that go through one pool before it is the other's turn
CHILD = Path(__file__).with_name("news_please_child.py")
Extractor = Callable[[Sample], float]  # returns CPU seconds


def material(sample: Sample) -> Material:
    """Return a page as the service hands it to reading."""
    return Material(sample.url, sample.body, ZoneInfo("UTC"), NOW, "text/html")


def ours(sample: Sample) -> float:
    """Read a page with everything that is asked of it."""
    given, begun = material(sample), time.process_time()
    reading_of(given)
    return time.process_time() - begun


def default(sample: Sample) -> float:
    """Read a page with trafilatura as it comes."""
    begun = time.process_time()
    trafilatura.bare_extraction(sample.body, url=sample.url, with_metadata=True)
    return time.process_time() - begun


@contextmanager
def news_please(python: Path) -> Iterator[Extractor]:
    """Read pages with news-please in a process of its own."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([python, CHILD], text=True, **pipes) as child:

        def extract(sample: Sample) -> float:
            page = {"html": base64.b64encode(sample.body).decode(), "url": sample.url}
            print(json.dumps(page), file=child.stdin, flush=True)
            return float(child.stdout.readline())

        yield extract
        child.stdin.close()


def by_turns(samples: Sequence[Sample], extractors: dict[str, Extractor]) -> dict[str, float]:
    """Return the CPU seconds of each extractor over all pages; each begins at another place."""
    for sample in samples[:WARM_UP]:
        for extract in extractors.values():
            extract(sample)
    seconds: dict[str, float] = defaultdict(float)
    apart = len(samples) // len(extractors)
    for number in range(len(samples)):
        for place, (name, extract) in enumerate(extractors.items()):
            seconds[name] += extract(samples[(number + place * apart) % len(samples)])
        if number % 20 == 0:
            print(f"\r{number} of {len(samples)}", end="", file=sys.stderr)
    return seconds


async def through_pools(samples: Sequence[Sample]) -> dict[int, float]:
    """Return the seconds of the clock that all pages take with one child and with two."""
    seconds: dict[int, float] = defaultdict(float)
    async with ParsingPool(workers=1) as one, ParsingPool(workers=2) as two:
        pools = {1: one, 2: two}
        for pool in pools.values():
            await _all(pool, samples[:WARM_UP])
        blocks = [samples[start : start + BLOCK] for start in range(0, len(samples), BLOCK)]
        for number, block in enumerate(blocks):
            for workers in (1, 2) if number % 2 else (2, 1):
                begun = time.monotonic()
                await _all(pools[workers], block)
                seconds[workers] += time.monotonic() - begun
    return seconds


async def _all(pool: ParsingPool, samples: Sequence[Sample]) -> None:
    await asyncio.gather(*(pool.run(reading_of, material(sample)) for sample in samples))


def show_extractors(seconds: dict[str, float], pages: int) -> None:
    """Print a row for each extractor."""
    print(
        f"\r| {pages} pages, one core | CPU ms a page | pages/s | ours is faster by |\n| --- | ---: | ---: | ---: |"
    )
    for name, took in seconds.items():
        ratio = "" if name == "ours" else f"{took / seconds['ours']:.2f}"
        print(f"| {name} | {took / pages * 1000:.1f} | {pages / took:.1f} | {ratio} |")


def show_pools(seconds: dict[int, float], pages: int) -> None:
    """Print how much two children are faster than one."""
    print("\n| children | seconds of the clock | pages/s | ratio |\n| ---: | ---: | ---: | ---: |")
    for workers, took in sorted(seconds.items()):
        print(f"| {workers} | {took:.1f} | {pages / took:.1f} | {seconds[1] / took:.2f} |")


def show_stages(samples: Sequence[Sample]) -> None:
    """Read all pages once more and print what each stage takes."""
    with measuring() as stages:
        for sample in samples:
            reading_of(material(sample))
    whole = sum(stages.seconds.values())
    print("\n| stage | CPU ms a page | share |\n| --- | ---: | ---: |")
    for stage in STAGES:
        took = stages.seconds[stage]
        print(f"| {stage} | {took / len(samples) * 1000:.2f} | {took / whole:.1%} |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("aeb", "fundus", "newsplease"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--half", choices=("tuned", "unseen"))
    given = parser.parse_args()
    samples = list(aeb(given.aeb)) if given.aeb else []
    if given.fundus:
        samples += [sample for sample in fundus(given.fundus) if given.half in (None, sample.half)]
    with ExitStack() as stack:
        extractors: dict[str, Extractor] = {"ours": ours, "trafilatura": default}
        if given.newsplease:
            extractors["news-please"] = stack.enter_context(news_please(given.newsplease))
        show_extractors(by_turns(samples, extractors), len(samples))
    show_pools(asyncio.run(through_pools(samples)), len(samples))
    show_stages(samples)


if __name__ == "__main__":
    main()
