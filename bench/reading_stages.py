"""Where the time of reading goes: the functions of each stage are timed from outside, less what they call of others.

A stage is named by functions that stand at its entrance. Wherever the product has imported one by name, a timed one
takes its place for as long as the measuring lasts.
"""

from __future__ import annotations

import functools
import importlib
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

STAGES = {
    "bytes to text": ("crawler.decoding:decode",),
    "is it HTML, is it sane": ("crawler.refusals:not_html", "crawler.markup:too_complex"),
    "tree": ("crawler.markup:tree_of",),
    "CMS family": ("crawler.cms:cms_for", "crawler.cms:narrowed"),
    "JSON-LD, meta tags": ("crawler.structured:structured", "crawler.structured:meta_of"),
    "title": ("crawler.titles:title_of",),
    "dates": ("crawler.page_dates:dates_on", "crawler.page_dates:modified_on", "crawler.page_dates:date_in_url"),
    "author, addresses": ("crawler.description:described",),
    "text: own selectors, payloads": ("crawler.body:body_of",),
    "text: trafilatura": ("trafilatura:extract",),
    "noise lines": ("crawler.cleaning:cleaned",),
    "bundles, translations": (
        "crawler.bundles:headings_of",
        "crawler.bundles:items_of",
        "crawler.translations:divided",
    ),
    "teasers": ("crawler.teasers:repeated_items", "crawler.teasers:without_teasers"),
    "is it an article": ("crawler.refusals:no_article", "crawler.refusals:stand_in"),
    "language": ("stories.detection:language_of",),
    "the rest": ("crawler.reading:reading_of",),
}
_ROOMS = ("crawler", "stories", "trafilatura", "__main__")


class Stages:
    """CPU seconds by stage; the time of an inner stage is no time of the outer one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same and notes what it takes."""

        @functools.wraps(function)
        def measured(*args: Any, **kwargs: Any) -> Any:
            self._inner.append(0.0)
            begun = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                took = time.process_time() - begun
                self.seconds[stage] += took - self._inner.pop()
                self._inner[-1] += took

        return measured


@contextmanager
def measuring() -> Iterator[Stages]:
    """Measure all stages while the context lasts."""
    stages, undo = Stages(), []
    for stage, places in STAGES.items():
        for function in map(_function, places):
            timed = stages.timed(stage, function)
            for holder, name in _holders(function):
                setattr(holder, name, timed)
                undo.append((holder, name, function))
    try:
        yield stages
    finally:
        for holder, name, function in undo:
            setattr(holder, name, function)


def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


def _holders(function: Callable[..., Any]) -> list[tuple[Any, str]]:
    modules = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] in _ROOMS]
    return [(module, name) for module in modules for name, value in list(vars(module).items()) if value is function]
