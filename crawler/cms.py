"""What is known of a CMS family, as data: seeds/cms/<name>.toml. `generic.toml` holds for every page and address."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from cssselect import SelectorError

from crawler.address_kinds import AddressKind, address_kind
from crawler.markup import selector

FOLDER = Path(__file__).resolve().parents[1] / "seeds" / "cms"
_GENERIC = "generic"
_HEAD = 200_000  # characters of a page that are looked at for its family
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
    if name is not None:
        return cms_named(name)
    own = [file for file in cms_files() if file.name != _GENERIC]
    for family in own:
        if any(shape.search(url) for shape in family.fingerprint_url):
            return cms_named(family.name)
    head = text[:_HEAD]
    hits = {family.name: sum(1 for mark in family.fingerprint_html if mark.search(head)) for family in own}
    likeliest = max(hits, key=lambda family: hits[family], default=_GENERIC)
    return cms_named(likeliest if hits.get(likeliest) else _GENERIC)


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
        return _cms(name, tomllib.loads(file.read_text(encoding="utf-8")))
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
