"""What the frames of a page hold: how much prose, how much of it linked, and which of them holds most of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crawler.blocks.page import PLACES, Blocks, Frame

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_PROSE = 100  # weight of a block that is a paragraph
_LINKED = 0.35  # of a paragraph at most
_NO_PROSE = sum(1 << PLACES[place] for place in ("nav", "footer", "header"))


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
    frames = blocks.holders
    of, linked = np.array(blocks.frames), np.array(blocks.linked)
    places = np.array([frame.places for frame in frames])
    parent = np.array([max(0, frame.parent) for frame in frames])
    depth = np.array([frame.depth for frame in frames])
    span = np.array([frame.first for frame in frames]), np.array([frame.end for frame in frames])
    is_prose = (weight >= _PROSE) & (linked < _LINKED) & (places[of] & _NO_PROSE == 0)
    prose = np.where(is_prose, weight, 0.0)
    total, mass = _held(weight, span), _held(prose, span)
    root = int(np.argmax(np.where((mass * 2 >= max(1.0, prose.sum())), depth + 1, 0)))
    return Holders(
        of, weight, prose, is_prose, parent, depth, span[1] - span[0], total, mass,
        _held(weight * linked, span) / np.maximum(total, 1.0), root, *_placed(frames, root),
    )  # fmt: skip


def _held(values: Floats, span: tuple[Ints, Ints]) -> Floats:
    """Sum values of blocks over the blocks of each frame; those stand next to each other."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    held: Floats = sums[span[1]] - sums[span[0]]
    return held


def _placed(frames: list[Frame], root: int) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Return steps, up, branch, near, below, far. A frame comes after its holder, so one pass is enough."""
    trunk = _trunk(frames, root)
    steps, up, branch, near, below, far, above = ([0] * len(frames) for _ in range(7))
    for index, frame in enumerate(frames):
        holder = max(0, frame.parent)
        above[index] = above[holder] | frames[holder].hints
        near[index], far[index] = frame.hints | frames[holder].hints, above[holder]
        if index in trunk:
            up[index], branch[index] = trunk[index], index
        else:
            up[index], steps[index], below[index] = up[holder], steps[holder] + 1, below[holder] | frame.hints
            branch[index] = index if holder in trunk else branch[holder]
    return np.array(steps), np.array(up), np.array(branch), np.array(near), np.array(below), np.array(far)


def _trunk(frames: list[Frame], root: int) -> dict[int, int]:
    """Return the root and what it is in, each with its distance from the root."""
    found: dict[int, int] = {}
    index = root
    while index >= 0:
        found[index] = len(found)
        index = frames[index].parent
    return found
