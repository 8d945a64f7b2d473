"""Texts that a page keeps in a field of a form, for an editor or a script to show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from lxml.html import HtmlElement

from crawler.markup import selector, tree_of

_FIELDS = ("textarea", "input")
_MARKUP = re.compile(r"<(?:p|br|div|span)\b", re.IGNORECASE)


def show_fields(tree: HtmlElement, selectors: Iterable[str]) -> None:
    """Put the texts of the fields that selectors name where the fields stand; other selectors are left alone."""
    for css in (css for css in selectors if css.startswith(_FIELDS)):
        for field in selector(css)(tree):
            _show(field, field.get("value") or field.text or "")


def _show(field: HtmlElement, text: str) -> None:
    lines = (f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    shown = tree_of(text if _MARKUP.search(text) else "".join(lines))
    if shown is None:
        return
    for name in field.attrib:
        if name not in ("id", "class", "name"):
            del field.attrib[name]
    field.tag, field.text = "div", None
    field.extend(part for body in shown.iter("body") for part in [*body])
