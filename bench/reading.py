"""How exactly pages are read, held against public sets that nobody here made, beside trafilatura's default.

    .venv/bin/python bench/reading.py [--aeb CHECKOUT] [--fundus CHECKOUT] [--trafilatura CHECKOUT] [--half unseen]

CHECKOUTs are of github.com/scrapinghub/article-extraction-benchmark, github.com/flairNLP/fundus and
github.com/adbar/trafilatura. They are read in place and are no part of this project. Text is scored as the
article-extraction-benchmark does it: shingles of four words, of four letters where a text is Korean, Japanese or
Chinese; F1 of mean precision and mean recall. trafilatura's own set has snippets that must and must not be there.
Fundus' publishers are split by a hash of their name: what is tuned by looking at pages looks at one half only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

import trafilatura
from babel.core import get_global

from crawler.identity import identity_of
from crawler.model import Entry, Page, Source, Watch
from crawler.reading import Bundle, read
from stories.detection import language_of
from stories.model import Article

NOW = datetime(2027, 1, 1, tzinfo=UTC)  # after all of the pages
SOURCE = Source("bench", "Bench", "https://bench.example/", "ZZ", "UTC", (Watch("feed", "https://bench.example/"),))
DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class Sample:
    """A page and what is known of it."""

    body: bytes
    url: str
    language: str
    text: str | None = None
    title: str | None = None
    published: datetime | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    half: str = "unseen"
    zone: str = "UTC"  # of the source


@dataclass(frozen=True)
class Result:
    """What an extractor made of a page."""

    text: str = ""
    title: str | None = None
    published: datetime | None = None


def ours(sample: Sample) -> Result:
    """Read as the service would, without a feed's help."""
    page = Page(sample.url, sample.url, 200, (("content-type", "text/html"),), sample.body, NOW)
    found = read(page, Entry(sample.url, identity_of(sample.url)), replace(SOURCE, timezone=sample.zone), NOW)
    if isinstance(found, Bundle):
        return Result("\n".join(article.text for article in found.articles))
    if not isinstance(found, Article):
        return Result(found.text or "")
    return Result(found.text, found.title, found.published.at if found.published else None)


def default(sample: Sample) -> Result:
    """Trafilatura as it comes."""
    found = trafilatura.bare_extraction(sample.body, url=sample.url, with_metadata=True, include_comments=False)
    if found is None:
        return Result()
    try:
        published = datetime.fromisoformat(found.date) if found.date else None
    except ValueError:
        published = None
    return Result(found.text or "", found.title, published)


def aeb(checkout: Path) -> Iterator[Sample]:
    """The article-extraction-benchmark: 181 pages, most of them English."""
    for key, truth in json.loads((checkout / "ground-truth.json").read_text(encoding="utf-8")).items():
        body = gzip.decompress((checkout / "html" / f"{key}.html.gz").read_bytes())
        half = "tuned" if crc32(key.encode()) % 2 else "unseen"
        yield Sample(body, truth.get("url") or "https://bench.example/", "en", truth["articleBody"], half=half)


def fundus(checkout: Path) -> Iterator[Sample]:
    """Fundus' saved pages with what its hand-written parsers must find."""
    for folder in sorted((checkout / "tests" / "resources" / "parser" / "test_data").iterdir()):
        info = json.loads((folder / "meta.info").read_text(encoding="utf-8")) if folder.is_dir() else {}
        info = {name: about for name, about in info.items() if (folder / name).is_file()}
        for name, publisher, truth in _with_truth(folder, info):
            if truth.get("body"):
                yield _fundus_sample(folder / name, info[name]["url"], publisher, truth, truth["body"])


def _with_truth(folder: Path, names: Iterable[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each version of a parser has one page, saved while it was in use: both in the order of time."""
    saved: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        saved[re.sub(r"_\d{4}_\d\d_\d\d\.html\.gz$", "", name)].append(name)
    for publisher, pages in saved.items():
        truth = json.loads((folder / f"{publisher}.json").read_text(encoding="utf-8"))
        versions = [truth[key] for key in sorted(truth, key=lambda key: [int(n) for n in re.findall(r"\d+", key)])]
        for name, version in zip(pages, versions, strict=False):
            yield name, publisher, version


def _fundus_sample(file: Path, url: str, publisher: str, truth: dict[str, Any], body: dict[str, Any]) -> Sample:
    parts = [*body["summary"]]
    for section in body["sections"]:
        parts += [*section["headline"], *section["paragraphs"]]
    text, published = "\n".join(parts), truth.get("publishing_date")
    return Sample(
        gzip.decompress(file.read_bytes()),
        url,
        _language(text, file.parent.name),
        text,
        truth.get("title"),
        datetime.fromisoformat(published) if published else None,
        half="tuned" if crc32(publisher.encode()) % 2 else "unseen",
        zone=_zone(file.parent.name),
    )


def _zone(country: str) -> str:
    """The zone of a country, as its source file would say; UTC for one that has several, or that nobody knows."""
    zones = get_global("territory_zones").get(country.upper().replace("UK", "GB"), [])
    offsets = {datetime(2020, 1, 1, tzinfo=ZoneInfo(each)).utcoffset() for each in zones}
    return zones[0] if len(offsets) == 1 else "UTC"


def _language(text: str, country: str) -> str:
    return language_of(text) or country


def snippets(checkout: Path) -> Iterator[Sample]:
    """trafilatura's own set: snippets of pages."""
    folder = checkout / "tests"
    for url, truth in json.loads((folder / "evaldata.json").read_text(encoding="utf-8")).items():
        for place in ("eval", "cache"):
            if (file := folder / place / truth["file"]).is_file():
                wanted, unwanted = tuple(truth["with"]), tuple(truth["without"])
                half = "tuned" if crc32(url.encode()) % 2 else "unseen"
                yield Sample(file.read_bytes(), url, "xx", wanted=wanted, unwanted=unwanted, half=half)
                break


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Four words each, or four letters where the text is dense."""
    text = unicodedata.normalize("NFC", text)  # as truths and texts are written differently
    tokens: Sequence[str] = re.findall(r"\w+", text)
    if len(DENSE.findall(text)) * 3 > len(text):
        tokens = "".join(tokens)
    return Counter(tuple(tokens[n : n + 4]) for n in range(max(1, len(tokens) - 3)) if tokens)


def scored(sample: Sample, text: str) -> tuple[float, float]:
    """Precision and recall of a text, or of snippets."""
    if sample.text is not None:
        true, pred = shingles(sample.text), shingles(text)
        hits = sum((true & pred).values())
        return hits / max(1, sum(pred.values())), hits / max(1, sum(true.values()))
    text = " ".join(text.split())
    hits = sum(" ".join(part.split()) in text for part in sample.wanted)
    wrong = sum(" ".join(part.split()) in text for part in sample.unwanted)
    return hits / max(1, hits + wrong), hits / max(1, len(sample.wanted))


def f1(scores: Sequence[tuple[float, float]]) -> float:
    """Of mean precision and mean recall."""
    precision, recall = mean(s[0] for s in scores), mean(s[1] for s in scores)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measure(name: str, samples: Sequence[Sample], extract: Callable[[Sample], Result]) -> dict[str, float]:
    """F1 of the set and of each language with at least five pages; titles and dates where they are known."""
    scores, by_language, begun = [], defaultdict(list), time.process_time()
    titles, days, minutes = [], [], []
    for number, sample in enumerate(samples, 1):
        found = extract(sample)
        scores.append(scored(sample, found.text))
        by_language[sample.language].append(scores[-1])
        if sample.title:
            titles.append(_plain(found.title or "") == _plain(sample.title))
        if sample.published:
            days.append(_same(sample.published, found.published, "day"))
            minutes.append(_same(sample.published, found.published, "minute"))
        if number % 20 == 0:
            print(f"\r{name}: {number} of {len(samples)}", end="", file=sys.stderr)
    table = {"pages": len(samples), "all": f1(scores), "pages/s": len(samples) / (time.process_time() - begun)}
    table |= {f"{key}": f1(each) for key, each in sorted(by_language.items()) if len(each) >= 5}
    known = {"title": titles, "day": days, "minute": minutes}
    return table | {key: mean(each) for key, each in known.items() if each}


def _plain(title: str) -> str:
    return unicodedata.normalize("NFC", " ".join(title.split()))


def _same(true: datetime, found: datetime | None, unit: str) -> bool:
    if found is None:
        return False
    found = found if found.tzinfo else found.replace(tzinfo=true.tzinfo)
    if true.tzinfo and unit == "minute":
        return abs((true - found).total_seconds()) < 60
    local = found.astimezone(true.tzinfo) if true.tzinfo else found.replace(tzinfo=None)
    return local.date() == true.date() if unit == "day" else abs((true - local).total_seconds()) < 60


def main() -> None:
    """Print a row of ours and of the default for each set that is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("aeb", "fundus", "trafilatura"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--half", choices=("tuned", "unseen"))
    given = parser.parse_args()
    readers = {"aeb": aeb, "fundus": fundus, "trafilatura": snippets}
    for name, reader in readers.items():
        if checkout := getattr(given, name):
            samples = [s for s in reader(checkout) if given.half in (None, s.half)]
            for who, extract in (("ours", ours), ("default", default)):
                row = measure(f"{name}, {who}", samples, extract)
                print(f"\r{name:12} {who:8}", *(f"{key} {value:.3f}" for key, value in row.items()))


if __name__ == "__main__":
    main()
