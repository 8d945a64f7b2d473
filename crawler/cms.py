"""What is known of a CMS family, as data: seeds/cms/<name>.toml. `generic.toml` holds for every page and address."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from cssselect import SelectorError
from lxml.html import HtmlElement

from crawler.address_kinds import AddressKind, address_kind
from crawler.literals import of_pattern, of_selector
from crawler.markup import names_on, selector
from crawler.page_words import PageWordsError, with_page_words
from crawler.windows import Needles, seen_in

FOLDER = Path(__file__).resolve().parents[1] / "seeds" / "cms"
_GENERIC = "generic"
_HEAD = 100_000  # characters of a page that are looked at for its family
Patterns = tuple[re.Pattern[str], ...]
Words = tuple[str, ...]


class CmsFileError(ValueError):
    """A CMS file that cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Cms:
    """One family. `[select]` in the file is `select_…` here; docs of each key are in generic.toml."""

    name: str
    identity: tuple[AddressKind, ...] = ()
    address_hosts: Words = ()
    address_noise: Patterns = ()
    address_copies: Patterns = ()
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
    labels_title: Words = ()
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

    Of several families in the HTML the one counts that most of its fingerprints show: a link to another site is one.
    Raises CmsFileError for a name without a file.
    """
    return cms_named(name or _by_url(url) or _by_marks(text[:_HEAD]))


def narrowed(cms: Cms, tree: HtmlElement) -> Cms:
    """Return a family with only those selectors that may hit on a page: most do not, and each walks over it."""
    names = names_on(tree)

    def possible(selectors: Words) -> Words:
        return tuple(css for css in selectors if of_selector(css) <= names)

    return replace(
        cms,
        select_body=possible(cms.select_body),
        select_title=possible(cms.select_title),
        select_author=possible(cms.select_author),
        select_date=possible(cms.select_date),
        select_remove=possible(cms.select_remove),
    )


def _by_url(url: str) -> str | None:
    families = (family for family in cms_files() if any(shape.search(url) for shape in family.fingerprint_url))
    return next((family.name for family in families), None)


def _by_marks(head: str) -> str:
    marks, strings = _marks()
    possible = (mark for mark, may_be in zip(marks, strings.possible(seen_in(head)), strict=True) if may_be)
    hits = Counter(name for name, mark in possible if mark.search(head))
    return max(hits, key=lambda name: hits[name], default=_GENERIC)


@cache
def _marks() -> tuple[list[tuple[str, re.Pattern[str]]], Needles]:
    """Return each family's marks, in order of its name, and what a page must hold for them."""
    marks = [(family.name, mark) for family in cms_files() for mark in family.fingerprint_html]
    return marks, Needles([of_pattern(mark.pattern) for _, mark in marks])


@cache
def cms_named(name: str) -> Cms:
    """Return a family together with what holds for all. Raises CmsFileError."""
    return _file(name) if name == _GENERIC else _joined(_file(name), _file(_GENERIC))


@cache
def cms_files() -> tuple[Cms, ...]:
    """Return what each file says by itself, by name, the generic one last. Raises CmsFileError."""
    names = sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda name: (name == _GENERIC, name))
    return tuple(_file(name) for name in names)


@cache
def _file(name: str) -> Cms:
    file = FOLDER / f"{name}.toml"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        return _cms(name, with_page_words(table) if name == _GENERIC else table)
    except PageWordsError as error:
        raise CmsFileError(str(error)) from error
    except OSError as error:
        known = ", ".join(sorted(path.stem for path in FOLDER.glob("*.toml")))
        raise CmsFileError(f"there is no CMS '{name}'; write one of: {known}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CmsFileError(f"seeds/cms/{name}.toml: not valid TOML: {error}") from error


def _cms(name: str, table: dict[str, Any]) -> Cms:
    kinds = table.pop("identity", [])
    for section in (section for section, keys in table.items() if not isinstance(keys, dict)):
        raise CmsFileError(f"seeds/cms/{name}.toml: write a table: [{section}]")
    flat = {f"{section}_{key}": value for section, keys in table.items() for key, value in keys.items()}
    hints = get_type_hints(Cms)
    unknown = set(flat) - set(hints)
    if unknown:
        raise CmsFileError(f"seeds/cms/{name}.toml: unknown key {', '.join(sorted(unknown))}")
    try:
        for css in (css for key, value in flat.items() if key.startswith("select_") for css in value):
            selector(css)
        identity = tuple(map(address_kind, kinds))
        return Cms(name, identity, **{key: _read(hints[key], value) for key, value in flat.items()})
    except (SelectorError, re.error, TypeError, ValueError) as error:
        raise CmsFileError(f"seeds/cms/{name}.toml: {error}") from error


def _read(kind: object, values: list[str]) -> Any:
    if not isinstance(values, list):
        raise TypeError(f"write a list: [{values!r}]")
    return tuple(map(re.compile, values)) if kind == Patterns else tuple(values)


def _joined(own: Cms, generic: Cms) -> Cms:
    both = {field.name: getattr(own, field.name) + getattr(generic, field.name) for field in fields(Cms)[1:]}
    return Cms(own.name, **both)
