"""URL -> one key per article. The key is for telling articles apart; what is fetched is always the newest URL seen.

URL cleaners fail both ways here: the id of many systems is a parameter, and harmless-looking parameters are scopes
without which ids repeat. So known kinds of address (seeds/cms/) say what counts; anything else keeps path and
parameters. When in doubt two keys: an article that is seen twice is a nuisance, one that is never read is a loss.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import unquote, unquote_plus, urlsplit

from crawler.address_kinds import AddressKind, plain_path, query_of
from crawler.cms import Patterns, cms_files

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SLASHES = re.compile(r"/{2,}")
_PATH_PARAMETER = re.compile(r";([^/;=]*)[^/;]*")


@dataclass(frozen=True, slots=True)
class _Rules:
    """What all CMS files together know about addresses."""

    kinds: tuple[AddressKind, ...]
    hosts: frozenset[str]
    noise: re.Pattern[str]
    copies: re.Pattern[str]


def identity_of(url: str) -> str:
    """Return the key of the article behind `url`; equal keys mean the same article.

    Scheme, default port, fragment, session ids and the copies of a host (www., m., cdn., amp.) or of a path (/amp,
    /print/) make no difference. Never raises for a URL: what is none is its own key. Raises CmsFileError if a CMS
    file cannot be used.
    """
    rules = _rules()
    url = url.strip().encode("utf-8", "replace").decode()  # without lone surrogates
    try:
        parts = urlsplit(url)
        host = _family(parts.hostname or "", parts.port, parts.scheme, rules)
    except ValueError:
        return url
    path, parameters = _unpacked(_path(parts.path, rules), _parameters(parts.query))
    kept = _kept(path, parameters) if parameters else parameters
    for kind in rules.kinds:
        key = kind.key(path, parameters, kept)
        if key is not None:
            return host + key
    return host + plain_path(path) + query_of(sorted(kept.items()))


@cache
def _rules() -> _Rules:
    files = cms_files()
    return _Rules(
        kinds=tuple(kind for file in files for kind in file.identity),
        hosts=frozenset(label for file in files for label in file.address_hosts),
        noise=_any(file.address_noise for file in files),
        copies=_any(file.address_copies for file in files),
    )


def _any(patterns: Iterable[Patterns]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one.pattern})" for some in patterns for one in some) or "(?!)", re.IGNORECASE)


def _family(host: str, port: int | None, scheme: str, rules: _Rules) -> str:
    labels = host.lower().rstrip(".").split(".")
    while len(labels) > 2 and labels[0] in rules.hosts:
        labels = labels[1:]
    name = ".".join(labels)
    return name if port in (None, _DEFAULT_PORTS.get(scheme)) else f"{name}:{port}"


def _path(quoted: str, rules: _Rules) -> str:
    # Bytes that are not UTF-8 (EUC-KR in a query) must come out of it as they went in, or different ones meet.
    path = unquote(quoted, errors="surrogateescape") or "/"
    if ";" in path:
        path = _PATH_PARAMETER.sub(lambda found: "" if _is_noise(found[1]) else found[0], path)
    path = _SLASHES.sub("/", rules.copies.sub("", path))
    return path.rstrip("/") or "/"


def _parameters(query: str) -> dict[str, str]:
    """Read a query. What has no name (`?12345`) is under ""; the values of a name that is repeated stand together."""
    found: dict[str, str] = {}
    for piece in filter(None, query.split("&")):
        name, equals, value = piece.removeprefix("amp;").partition("=")
        if not equals:
            name, value = "", name
        if value:
            name, value = (unquote_plus(part, errors="surrogateescape") for part in (name, value))
            known = found.get(name, value)
            found[name] = value if known == value else f"{known}&{value}"
    return found


@lru_cache(maxsize=4096)
def _is_noise(name: str) -> bool:
    return _rules().noise.fullmatch(name) is not None


def _kept(path: str, parameters: dict[str, str]) -> dict[str, str]:
    """Return the parameters that may choose an article."""
    kept = {name: value for name, value in parameters.items() if not _is_noise(name or value)}
    page = kept.pop("page", None)  # of the list it was found on, if something else is the id; alone it may be one
    if page is None or (page.isdigit() and _has_digit(path.rpartition("/")[2], *kept.values())):
        return kept
    return {**kept, "page": page}


def _has_digit(*texts: str) -> bool:
    return any(char.isdigit() for text in texts for char in text)


def _unpacked(path: str, parameters: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Open parameters that hold a whole address: K2Web's `enc`, and boards that pack everything into Base64."""
    if "enc" in parameters and (inner := _base64(parameters["enc"]) or ""):
        inner = unquote(inner, errors="surrogateescape")
        if "|/" not in inner:
            return path, parameters
        inner_path, _, query = inner.rpartition("|")[2].partition("?")
        return inner_path, _parameters(query)
    if "bbs_data" in parameters and (inner := _base64(parameters["bbs_data"]) or "") and "idx=" in inner:
        inside = _parameters(inner)
        return path, {name: inside[name] for name in ("table", "idx") if name in inside}
    return path, parameters


def _base64(packed: str) -> str | None:
    letters = packed.replace(" ", "+").rstrip("|=")
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
