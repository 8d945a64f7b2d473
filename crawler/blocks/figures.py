"""What can be told of each block in figures: its words, what holds it, what stands beside it, where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from crawler.blocks.hints import kinds
from crawler.blocks.holders import Holders, Ints, holders_of
from crawler.blocks.page import PLACES, Blocks
from crawler.blocks.wording import WORDING, wording_of

Table = NDArray[np.float32]
Figures = dict[str, NDArray[Any]]
_TAGS = ("p", "div", "li", "td", "h1", "h2", "h3", "blockquote", "section")
_HEADINGS = ("h1", "h2", "h3", "h4")
_FAR = 30  # blocks; what is farther away is as far
_NEXT = 11  # blocks that are looked through for a paragraph
_BRANCH_HINTS = ("related", "promo", "caption", "chrome")
_BESIDE = (-2, -1, 1, 2)
_LOOKS_RANKED = 8


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the article beforehand: title, summary in the page's head, its family's element."""

    title: str | None = None
    summary: str | None = None
    own: HtmlElement | None = None


def figures_of(blocks: Blocks, known: Known) -> Figures:
    """Return what is told of each block, by name in the order of the weights. There must be a block."""
    words = wording_of(blocks, known.title, known.summary)
    holders = holders_of(blocks, words.weight)
    columns: Figures = {name: words.table[:, place] for place, name in enumerate(WORDING)}
    columns |= {"linked": np.array(blocks.linked), "strong": np.array(blocks.strong)}
    columns |= _of_elements(blocks, holders)
    columns |= _of_holders(holders)
    columns |= _of_looks(blocks, holders)
    columns |= _of_place(blocks, holders, words.heading)
    columns |= _of_neighbours(columns, holders)
    return columns


def table_of(figures: Figures) -> Table:
    """Return the figures as a table of (blocks, figures)."""
    return np.stack(list(figures.values()), axis=1).astype(np.float32, copy=False)


def _of_elements(blocks: Blocks, holders: Holders) -> Figures:
    """Its tag, what it is in, and what classes hint at: of itself, below the root, far above."""
    frames = blocks.frames
    tags, places = [frames.tags[index] for index in blocks.holders], np.array(frames.places)[holders.of]
    named = {bit: place for place, bit in reversed(PLACES.items())}
    found: Figures = {f"is_{tag}": np.array([own == tag for own in tags]) for tag in _TAGS}
    found["is_heading"] = np.array([own in _HEADINGS for own in tags])
    found |= {f"in_{place}": places >> bit & 1 for bit, place in sorted(named.items())}
    found["is_own"] = np.array(frames.own, dtype=np.int8)[holders.of] - (not any(frames.own))
    for where, bits in (("near", holders.near), ("below", holders.below), ("far", holders.far)):
        found |= {f"{where}_{kind}": bits[holders.of] >> bit & 1 for bit, kind in enumerate(kinds())}
    return found


def _of_holders(holders: Holders) -> Figures:
    """How much prose, text and links its holders have; where the root of the page's prose is from there."""
    of, parent, prose = holders.of, holders.parent, max(1.0, holders.prose.sum())
    first, second = parent[of], parent[parent[of]]
    branch, root = holders.branch[of], holders.root
    hints = holders.near[branch]
    found: Figures = {
        "mass_0": holders.mass[of] / prose, "mass_1": holders.mass[first] / prose,
        "mass_2": holders.mass[second] / prose, "mass_3": holders.mass[parent[second]] / prose,
        "linked_1": holders.linked[first], "linked_2": holders.linked[second],
        "text_1": np.log1p(holders.total[first]), "blocks_1": np.log1p(holders.blocks[first]),
        "text_2": np.log1p(holders.total[second]),
        "in_root": holders.up[of] == 0, "steps": holders.steps[of], "up": holders.up[of],
        "branch_mass": holders.mass[branch] / prose, "branch_linked": holders.linked[branch],
        "branch_text": np.log1p(holders.total[branch]), "branch_blocks": np.log1p(holders.blocks[branch]),
    }  # fmt: skip
    found |= {f"branch_{kind}": hints >> kinds().index(kind) & 1 for kind in _BRANCH_HINTS}
    of_page = {
        "prose": np.log1p(prose), "blocks": np.log1p(len(of)), "root_depth": holders.depth[root],
        "root_text": np.log1p(holders.total[root]), "root_mass": holders.mass[root] / prose,
        "root_linked": holders.linked[root],
    }  # fmt: skip
    return found | {name: np.full(len(of), value) for name, value in of_page.items()}


def _of_looks(blocks: Blocks, holders: Holders) -> Figures:
    """What the blocks that look like it are: same tags and classes, as those of one template."""
    looks = _looks(blocks, holders)
    count = np.bincount(looks)
    weight, mass = np.bincount(looks, holders.weight), np.bincount(looks, holders.prose)
    linked = np.bincount(looks, holders.weight * np.array(blocks.linked))
    rank = np.full(len(count), _LOOKS_RANKED + 1)
    rank[np.argsort(-mass, kind="stable")[:_LOOKS_RANKED]] = np.arange(min(_LOOKS_RANKED, len(count)))
    return {
        "alike_mass": (mass / max(1.0, mass.sum()))[looks], "alike_count": np.log1p(count)[looks],
        "alike_weight": (weight / count)[looks], "alike_linked": (linked / np.maximum(weight, 1.0))[looks],
        "alike_rank": rank[looks],
    }  # fmt: skip


def _looks(blocks: Blocks, holders: Holders) -> Ints:
    """Number the blocks by tag and class of their frame and the two around it."""
    own, parent = np.array(blocks.frames.looks), holders.parent
    names = own.max() + 1
    three = (own[parent[parent]] * names + own[parent]) * names + own
    numbers: Ints = np.unique(three[holders.of], return_inverse=True)[1]
    return numbers


def _of_place(blocks: Blocks, holders: Holders, heading: int | None) -> Figures:
    """Where it stands: from the heading, among the paragraphs of the root, in the page."""
    order, unknown = np.arange(len(holders.of)), -_FAR - 10
    prose = np.flatnonzero(holders.is_prose & (holders.up[holders.of] == 0))
    first, last = (prose[0], prose[-1]) if len(prose) else (0, len(order) - 1)
    before, mass = _before(holders.weight), _before(holders.prose)
    after, earlier = np.searchsorted(prose, order, "right"), np.searchsorted(prose, order, "left")
    padded = np.concatenate(([-_FAR], prose, [len(order) + _FAR]))
    heads = np.cumsum([blocks.frames.tags[index] == "h1" for index in blocks.holders])
    return {
        "from_first": np.clip(order - first, -_FAR, _FAR), "from_last": np.clip(order - last, -_FAR, _FAR),
        "text_before": before, "prose_before": mass,
        "from_heading": np.full(len(order), unknown) if heading is None else np.clip(order - heading, -_FAR, _FAR),
        "since_prose": _within(order - padded[earlier]), "until_prose": _within(padded[after + 1] - order),
        "headings_before": heads, "article": np.array(blocks.frames.articles)[holders.of],
    }  # fmt: skip


def _before(values: NDArray[np.float64]) -> NDArray[np.float64]:
    share: NDArray[np.float64] = (np.cumsum(values) - values) / max(1.0, values.sum())
    return share


def _within(distance: Ints) -> Ints:
    return np.where(distance > _NEXT, 2 * _NEXT, distance)


def _of_neighbours(columns: Figures, holders: Holders) -> Figures:
    """The same of those beside it, and whether they have a holder in common."""
    shown = ("weight", "linked", "is_p", "is_heading", "in_root", "alike_mass")
    holder = holders.parent[holders.of]
    found: Figures = {}
    for step in _BESIDE:
        found |= {f"{name}{step:+d}": _moved(columns[name], step) for name in shown}
        found[f"same_holder{step:+d}"] = _moved(holder, step, -1) == holder
    return found


def _moved(values: NDArray[Any], step: int, gap: float = 0) -> NDArray[Any]:
    """Return at each place the value `step` places on; `gap` where there is none."""
    moved = np.full(len(values), gap, dtype=np.float64)
    size = max(0, len(values) - abs(step))
    if step > 0:
        moved[:size] = values[step:]
    else:
        moved[len(values) - size :] = values[:size]
    return moved
