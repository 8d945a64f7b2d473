"""Learn which blocks of a page are its article, and write crawler/blocks/weights.npz.

    python bench/learn_blocks.py [--fundus CHECKOUT] [--aeb CHECKOUT] [--trafilatura CHECKOUT] [--generated] [--check]

Needs lightgbm and the project's own packages in one environment. The pages are read in place and are no part of this
project; only numbers come of them. Only one half of each set is learned from (bench/reading.py, `half`), of the
generated pages only what is not held out. `--check` learns nothing to keep: it leaves out a fifth of the sites at a
time and prints how well those are read.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import lightgbm
import numpy as np
import trafilatura
from numpy.typing import NDArray
from reading import Sample, aeb, f1, fundus, scored, shingles, snippets

from crawler.blocks.figures import Known, figures_of, table_of
from crawler.blocks.forest import WEIGHTS
from crawler.blocks.page import blocks_of
from crawler.body import own_element
from crawler.cms import Cms, cms_for
from crawler.decoding import decode
from crawler.markup import LONGEST, remove, tree_of, unwrap_forms
from crawler.structured import meta_of
from tests.reading.families import skins_in
from tests.reading.pages import pages_of

DEPTH, ROUNDS, FOLDS = 5, 300, 5
GENERATED = 5  # pages of each skin in each of its languages
OPTIONS = {
    "objective": "cross_entropy", "learning_rate": 0.05, "num_leaves": 24, "max_depth": DEPTH, "min_data_in_leaf": 40,
    "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5, "verbose": -1, "seed": 0,
}  # fmt: skip
TRUST = {"fundus": 2.0, "aeb": 2.0, "snippets": 1.0, "generated": 1.0}
BARE = 0.2  # of the weight of a page, as it would be with elements that say nothing
TELLING = ("class", "id", "role", "itemprop")  # attributes
TELLING_TAGS = ("p", "h1", "h2", "h3", "h4", "article", "section", "main", "aside", "header", "figure")
DOUBTED = 0.5  # of the weight of a block whose label is trafilatura's opinion
Array = NDArray[np.float64]


@dataclass(eq=False)
class Lesson:
    """The blocks of a page, what is known of each and how much it counts."""

    kind: str
    site: str  # pages of one site, or in one skin, are learned from or held against together
    sample: Sample
    texts: list[str]
    table: NDArray[np.float32]
    labels: Array
    counts: Array
    chances: Array
    is_bare: bool = False


def lesson_of(kind: str, site: str, sample: Sample, is_bare: bool = False) -> tuple[tuple[str, ...], Lesson] | None:
    """Cut a page into blocks and label them; a bare one as it would be if its elements said nothing of themselves."""
    page = decode(sample.body)[:LONGEST]
    tree = tree_of(page)
    if tree is None:
        return None
    known = bare(tree, sample) if is_bare else known_of(tree, cms_for(None, sample.url, page))
    blocks = blocks_of(tree, known.own)
    if not blocks.texts:
        return None
    figures = figures_of(blocks, known)
    names, table = tuple(figures), table_of(figures)
    sizes = np.sqrt([float(len(text)) for text in blocks.texts])
    counts = TRUST[kind] * (BARE if is_bare else 1.0) * (sizes / sizes.sum() * 10 + 0.02)
    if sample.text is not None:
        labels = np.array([likeness(text, sample.text) for text in blocks.texts])
    else:
        labels, counts = _of_snippets(sample, blocks.texts, counts)
    return names, Lesson(kind, site, sample, blocks.texts, table, labels, counts, np.zeros(len(labels)), is_bare)


def bare(tree: Any, sample: Sample) -> Known:
    """Take away what the elements of a page say of themselves, of every second page the tags as well."""
    unwrap_forms(tree)
    known = known_of_head(tree)
    for node in tree.iter():
        for name in TELLING:
            node.attrib.pop(name, None)
        if crc32(sample.url.encode()) // 3 % 2 and node.tag in TELLING_TAGS:
            node.tag = "div"
    return known


def known_of(tree: Any, cms: Cms) -> Known:
    """What the reader knows of a page before its text."""
    unwrap_forms(tree)
    own, known = own_element(tree, cms), known_of_head(tree)
    remove(tree, cms.select_remove, own)
    return Known(known.title, known.summary, own)


def known_of_head(tree: Any) -> Known:
    """What the head of a page tells of its article."""
    meta = meta_of(tree)
    page = next((" ".join("".join(node.itertext()).split()) for node in tree.iter("title")), None)
    return Known(meta.get("og:title") or page, meta.get("og:description") or meta.get("description"))


def likeness(text: str, truth: str) -> float:
    """Share of a block that is in the text of the article."""
    folded, wanted = _folded(text), _truth(truth)
    if not folded or folded in wanted[1]:
        return float(bool(folded))
    own = shingles(text)
    if len(re.findall(r"\w+", text)) >= 4 and own:
        return sum((own & wanted[0]).values()) / sum(own.values())
    return 0.5 * (len(folded) >= 6 and folded in wanted[2])


@lru_cache(maxsize=1)
def _truth(text: str) -> Any:
    """Return the shingles, the lines and the letters of a text that many blocks are compared with."""
    return shingles(text), set(map(_folded, text.splitlines())), _folded(text)


def _of_snippets(sample: Sample, texts: Sequence[str], counts: Array) -> tuple[Array, Array]:
    """Blocks with a snippet are known; of the others trafilatura has an opinion."""
    opinion = trafilatura.extract(sample.body, include_comments=False, output_format="txt") or ""
    labels = np.array([0.08 + 0.84 * likeness(text, opinion) for text in texts])
    counts = counts * DOUBTED
    for value, snips in ((0.0, sample.unwanted), (1.0, sample.wanted)):
        folded = [part for part in map(_folded, snips) if part]
        hit = np.array([any(part in _folded(text) for part in folded) for text in texts])
        labels[hit], counts[hit] = value, TRUST["snippets"]
    return labels, counts


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def learned(lessons: Sequence[Lesson]) -> lightgbm.Booster:
    """Train on the lessons."""
    table, labels = (
        np.concatenate([each.table for each in lessons]),
        np.concatenate([each.labels for each in lessons]),
    )
    counts = np.concatenate([each.counts for each in lessons])
    return lightgbm.train(OPTIONS, lightgbm.Dataset(table, np.clip(labels, 0, 1), weight=counts), ROUNDS)


def written(booster: lightgbm.Booster, names: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Fill each tree up to its full depth: a leaf above it is repeated below."""
    trees = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    inner = 2**DEPTH - 1
    figure, limit = np.zeros((len(trees), inner), np.uint8), np.zeros((len(trees), inner), np.float32)
    leaf = np.zeros((len(trees), inner + 1), np.float32)

    def fill(number: int, place: int, node: dict[str, Any]) -> None:
        if place >= inner:
            leaf[number, place - inner] = node["leaf_value"]
            return
        split = "split_feature" in node
        figure[number, place] = node["split_feature"] if split else 0
        limit[number, place] = _limit(node["threshold"]) if split else 0
        fill(number, 2 * place + 1, node["left_child"] if split else node)
        fill(number, 2 * place + 2, node["right_child"] if split else node)

    for number, root in enumerate(trees):
        fill(number, 0, root)
    return {"names": np.array(names), "figure": figure, "limit": limit, "leaf": leaf}


def _limit(value: float) -> np.float32:
    """The greatest number of 32 bits that is not above a limit of 64 bits."""
    short = np.float32(value)
    return short if short <= value else np.nextafter(short, np.float32(-np.inf))


def pages(given: argparse.Namespace) -> Iterator[tuple[str, str, Sample]]:
    """Yield the pages that are learned from, each with its kind and site; with `--check` all of AEB's."""
    if given.fundus:
        yield from (("fundus", site_of(each), each) for each in fundus(given.fundus) if each.half == "tuned")
    if given.aeb:
        yield from (("aeb", site_of(each), each) for each in aeb(given.aeb) if given.check or each.half == "tuned")
    if given.trafilatura:
        yield from (("snippets", site_of(each), each) for each in snippets(given.trafilatura) if each.half == "tuned")
    if given.generated:
        yield from (("generated", skin, each) for skin, each in generated())


def site_of(sample: Sample) -> str:
    """The last two labels of its host; where only the page is known, the page."""
    host = urlsplit(sample.url).hostname or ""
    return sample.url if host == "bench.example" else ".".join(host.split(".")[-2:])


def generated() -> Iterator[tuple[str, Sample]]:
    """Pages in the skins that are not held out, each with its skin; of another seed than those that are measured."""
    for skin in skins_in():
        for language in skin.languages if skin.part == "known" else ():
            for page in pages_of(skin, language, GENERATED, seed=1):
                yield skin.key, Sample(page.body, page.url, language, page.truth.text, half="tuned")


def checked(lessons: Sequence[Lesson]) -> None:
    """Print how the sites that were left out are read, at several bounds."""
    for fold in range(FOLDS):
        out = [each for each in lessons if crc32(each.site.encode()) // 7 % FOLDS == fold]
        booster = learned([each for each in lessons if each not in out and each.sample.half == "tuned"])
        for each in out:
            each.chances = booster.predict(each.table)
        print(f"\rfold {fold + 1} of {FOLDS}", end="", file=sys.stderr)
    print(file=sys.stderr)
    for kind, is_bare in product(dict.fromkeys(each.kind for each in lessons), (False, True)):
        for language in ("", "ko", "en", "de", "vi", "ja", "zh", "fr", "es"):
            chosen = [each for each in lessons if (each.kind, each.is_bare) == (kind, is_bare)]
            chosen = [each for each in chosen if language in ("", each.sample.language)]
            if len(chosen) > 2:
                print(
                    f"{kind:10} {language:3} {len(chosen):4}",
                    *(f"{at:.2f}: {_read_at(chosen, at)}" for at in (0.4, 0.5, 0.55, 0.6)),
                )


def _read_at(lessons: Sequence[Lesson], bound: float) -> str:
    results = []
    for each in lessons:
        text = "\n".join(text for text, chance in zip(each.texts, each.chances, strict=True) if chance >= bound)
        results.append(scored(each.sample, text))
    precision, recall = (sum(part) / len(results) for part in zip(*results, strict=True))
    return f"{f1(results):.4f} ({precision:.3f} {recall:.3f})"


def main() -> None:
    """Learn, and keep what was learned or print what it is worth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("fundus", "aeb", "trafilatura"):
        parser.add_argument(f"--{name}", type=Path)
    for name in ("generated", "check"):
        parser.add_argument(f"--{name}", action="store_true")
    given = parser.parse_args()
    lessons, names = [], ()
    for kind, site, sample in pages(given):
        for is_bare in (False, True):
            if found := lesson_of(kind, site, sample, is_bare):
                names = found[0]
                lessons.append(found[1])
            if len(lessons) % 50 == 0:
                print(f"{len(lessons)} pages", file=sys.stderr)
    print(file=sys.stderr)
    if given.check:
        checked(lessons)
    else:
        np.savez_compressed(WEIGHTS, **written(learned(lessons), names))


if __name__ == "__main__":
    main()
