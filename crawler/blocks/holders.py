"""What the frames of a page hold: how much prose, how much of it linked, and which of them holds most of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crawler.blocks.page import PLACES, Blocks, Frames

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_PROSE = 100  # weight of a block that is a paragraph
_LINKED = 0.35  # of a paragraph at most
_NO_PROSE = 1 << PLACES["header"]


@dataclass(frozen=True, slots=True)
class Holders:
    """Arrays over blocks (`of`, `weight`, `prose`, `is_prose`) and over frames (all others).

    `root` is the deepest frame that holds half of the prose or more. `branch` of a frame is what holds it, itself
    included, right below the root or below what the root is in.
    """

    of: Ints  # frame of each block
    weight: Floats
    prose: Floats  # weight of each block that is a paragraph, else 0
    is_prose: NDArray[np.bool_]
    parent: Ints
    depth: Ints
    blocks: Ints  # how many
    total: Floats  # weight
    mass: Floats  # of prose
    linked: Floats  # share
    root: int
    steps: Ints  # from the root, or from what the root is in, down to the frame
    up: Ints  # from the root up to what holds both
    branch: Ints
    near: Ints  # hints of itself and what holds it
    below: Ints  # hints of all between the root and itself
    far: Ints  # hints of all that holds its holder


def holders_of(blocks: Blocks, weight: Floats) -> Holders:
    """Add up what each frame holds. There must be a block."""
    frames = blocks.frames
    of, linked = np.array(blocks.holders), np.array(blocks.linked)
    firsts, ends = np.array(frames.firsts), np.array(frames.ends)
    is_prose = (weight >= _PROSE) & (linked < _LINKED) & (np.array(frames.places)[of] & _NO_PROSE == 0)
    prose, depth = np.where(is_prose, weight, 0.0), np.array(frames.depths)
    total, mass = _held(weight, firsts, ends), _held(prose, firsts, ends)
    root = int(np.argmax(np.where((mass * 2 >= max(1.0, prose.sum())), depth + 1, 0)))
    return Holders(
        of, weight, prose, is_prose, np.array(frames.parents), depth, ends - firsts, total, mass,
        _held(weight * linked, firsts, ends) / np.maximum(total, 1.0), root, *_placed(frames, root),
    )  # fmt: skip


def _held(values: Floats, firsts: Ints, ends: Ints) -> Floats:
    """Sum values of blocks over the blocks of each frame; those stand next to each other."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    held: Floats = sums[ends] - sums[firsts]
    return held


def _placed(frames: Frames, root: int) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Return steps, up, branch, near, below, far. A frame comes after its holder, so one pass is enough."""
    trunk, hints = _trunk(frames.parents, root), frames.hints
    steps, up, branch, below, above = ([0] * len(hints) for _ in range(5))
    for index, holder in enumerate(frames.parents):
        above[index] = above[holder] | hints[holder] if index else 0
        if index in trunk:
            up[index], branch[index] = trunk[index], index
        else:
            up[index], steps[index], below[index] = up[holder], steps[holder] + 1, below[holder] | hints[index]
            branch[index] = index if holder in trunk else branch[holder]
    own, parents = np.array(hints), np.array(frames.parents)
    return (
        np.array(steps),
        np.array(up),
        np.array(branch),
        own | own[parents],
        np.array(below),
        np.array(above)[parents],
    )


def _trunk(parents: list[int], root: int) -> dict[int, int]:
    """Return the root and what it is in, each with its distance from the root."""
    found = {root: 0}
    while root:
        root = parents[root]
        found[root] = len(found)
    return found
