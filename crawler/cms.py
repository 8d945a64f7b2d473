"""What is known of a CMS family, as data: seeds/cms/<name>.toml. `generic.toml` holds for every page."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from cssselect import SelectorError

from crawler.markup import selector

FOLDER = Path(__file__).resolve().parents[1] / "seeds" / "cms"
_GENERIC = "generic"
Patterns = tuple[re.Pattern[str], ...]
Words = tuple[str, ...]


class CmsFileError(ValueError):
    """A CMS file that cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Cms:
    """One family. `[select]` in the file is `select_…` here; docs of each key are in generic.toml."""

    name: str
    fingerprint_url: Patterns = ()
    fingerprint_html: Patterns = ()
    watch_article: Patterns = ()
    watch_feed: Words = ()
    watch_sitemap: Words = ()
    watch_listing: Words = ()
    select_body: Words = ()
    select_title: Words = ()
    select_author: Words = ()
    select_date: Words = ()
    select_remove: Words = ()
    labels_published: Words = ()
    labels_modified: Words = ()
    lines_noise: Patterns = ()
    lines_end: Patterns = ()
    lines_strip: Patterns = ()
    translation_notice: Patterns = ()
    refuse_list_url: Patterns = ()
    refuse_soft_404: Patterns = ()
    refuse_login: Patterns = ()
    refuse_consent: Patterns = ()
    refuse_needs_js: Patterns = ()
    bundle_title: Patterns = ()
    bundle_heading: Patterns = ()


def cms_for(name: str | None, url: str, text: str) -> Cms:
    """Return the family a source names, else the one that a page's URL or HTML shows, else the generic one.

    Raises CmsFileError for a name without a file.
    """
    if name is not None:
        return cms_named(name)
    for family in _families():
        if any(shape.search(url) for shape in family.fingerprint_url):
            return family
    head = text[:200_000]
    for family in _families():
        if any(shape.search(head) for shape in family.fingerprint_html):
            return family
    return cms_named(_GENERIC)


@cache
def cms_named(name: str) -> Cms:
    """Return a family together with what holds for all. Raises CmsFileError."""
    file = FOLDER / f"{name}.toml"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        known = ", ".join(sorted(path.stem for path in FOLDER.glob("*.toml")))
        raise CmsFileError(f"there is no CMS '{name}'; write one of: {known}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CmsFileError(f"seeds/cms/{name}.toml: not valid TOML: {error}") from error
    own = _cms(name, table)
    return own if name == _GENERIC else _joined(own, cms_named(_GENERIC))


@cache
def _families() -> tuple[Cms, ...]:
    return tuple(cms_named(path.stem) for path in sorted(FOLDER.glob("*.toml")) if path.stem != _GENERIC)


def _cms(name: str, table: dict[str, Any]) -> Cms:
    flat = {f"{section}_{key}": value for section, keys in table.items() for key, value in keys.items()}
    hints = get_type_hints(Cms)
    unknown = set(flat) - set(hints)
    if unknown:
        raise CmsFileError(f"seeds/cms/{name}.toml: unknown key {', '.join(sorted(unknown))}")
    try:
        for css in (css for key, value in flat.items() if key.startswith("select_") for css in value):
            selector(css)
        return Cms(name, **{key: _read(hints[key], value) for key, value in flat.items()})
    except (SelectorError, re.error, TypeError) as error:
        raise CmsFileError(f"seeds/cms/{name}.toml: {error}") from error


def _read(kind: object, values: list[str]) -> Any:
    return tuple(map(re.compile, values)) if kind == Patterns else tuple(values)


def _joined(own: Cms, generic: Cms) -> Cms:
    both = {field.name: getattr(own, field.name) + getattr(generic, field.name) for field in fields(Cms)[1:]}
    return Cms(own.name, **both)
