"""Kinds of address that say which part of them names the article: the `[[identity]]` tables of the CMS files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any
from urllib.parse import quote, urlencode

_KEYS = {"name", "keys", "path", "given", "alone"}
_INDEX = re.compile(r"/(?:index\.(?:html?|php))?$|(?<=/)/+")


@dataclass(frozen=True, slots=True)
class AddressKind:
    """Addresses whose article is named by a few parameters or parts of the path; docs are in generic.toml.

    `needed` are the parameters without which an address is of another kind.
    """

    name: str | None
    keys: tuple[str, ...]
    path: re.Pattern[str]
    given: tuple[tuple[str, re.Pattern[str]], ...]
    alone: bool
    needed: frozenset[str]

    def key(self, path: str, parameters: Mapping[str, str], others: Mapping[str, str]) -> str | None:
        """Return the key below the host, None for an address of another kind.

        `path` is unquoted, `parameters` has no empty values; `others` are those that are not known to be noise.
        """
        if not self.needed <= parameters.keys() or (self.alone and others):
            return None
        found = self.path.fullmatch(path)
        if not found or not all(value.fullmatch(parameters[name]) for name, value in self.given):
            return None
        values = {**parameters, **found.groupdict("")}
        where = path if self.name is None else f"/{self.name.format_map(values)}"
        return plain_path(where) + query_of([(name, values[name]) for name in self.keys])


def address_kind(table: dict[str, Any]) -> AddressKind:
    """Read one `[[identity]]` table. Raises ValueError, TypeError or re.error for what cannot be used."""
    if not isinstance(table, dict):
        raise TypeError("write [[identity]] with two brackets")
    if unknown := table.keys() - _KEYS:
        raise ValueError(f"unknown key identity.{', '.join(sorted(unknown))}")
    if not isinstance(table.get("keys", []), list):
        raise TypeError(f"write a list: keys = [{table['keys']!r}]")
    name, keys = table.get("name"), tuple(table.get("keys", ()))
    path = re.compile(table.get("path", ".*"))
    given = tuple((key, re.compile(value)) for key, value in table.get("given", {}).items())
    filled = {field for _, field, _, _ in Formatter().parse(name or "") if field}
    needed = frozenset(keys) | filled | {key for key, _ in given}
    if not keys and not filled:
        raise ValueError("an identity needs keys, or a name with {…} in it")
    return AddressKind(name, keys, path, given, bool(table.get("alone")), needed - path.groupindex.keys())


def plain_path(path: str) -> str:
    """Return an unquoted path quoted, without doubled slashes, trailing slash and index file."""
    return quote(_INDEX.sub("", path), safe="/~!$&'()*+,=:@", errors="surrogateescape")


def query_of(pairs: list[tuple[str, str]]) -> str:
    """Return `?name=value&…`, nothing for no pairs."""
    return f"?{urlencode(pairs, errors='surrogateescape')}" if pairs else ""
