"""A name -> its key: what all spellings of one name have in common."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from stories.folding import folded
from stories.names.wording import any_of

_MARKS = re.compile(r"[\W_]+")


@lru_cache(maxsize=2048)  # a story's names are asked several times
def name_key(name: str) -> str:
    """Letters and digits of a name as they are compared; empty if it has none.

    Case, width, composition, blanks, marks, an article before it and legal forms at either end do not count: "The
    Harbour Agency, Inc." has the key of "HARBOUR AGENCY". A name that is nothing but a legal form keeps it.
    """
    return _MARKS.sub("", bare_name(name))


def bare_name(name: str) -> str:
    """A name as it is folded, without the article and the legal forms at its ends, but with its blanks and marks."""
    left = folded(name)
    while bare := _without_edge(left):
        left = bare
    return left


def _without_edge(name: str) -> str:
    """The folded name without one legal form or article at an end; empty if there is none, or nothing else."""
    bare = _edges().sub("", name, count=1).strip(" ,")
    return bare if bare != name and _MARKS.sub("", bare) else ""


@cache
def _edges() -> re.Pattern[str]:
    before = f"^(?:{any_of('legal_before')}|{any_of('articles')})"
    behind = rf"[\s,]*(?:{any_of('legal_behind')})$"
    return re.compile(f"{before}|{behind}")
