"""Loads what reading needs before the first page comes."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crawler.material import Material
from crawler.reading import reading_of

_PAGE = (
    "<html><body><article><h1>Title</h1>"
    + "<p>One sentence of a page that nobody sends.</p>" * 20
    + "</article></body></html>"
)


def warm() -> None:
    """Read a page: parsers, CMS files, month names and the language model are loaded then."""
    reading_of(Material("http://localhost/", _PAGE.encode(), ZoneInfo("UTC"), datetime.now(UTC)))
