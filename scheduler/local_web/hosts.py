"""A web folder -> its hosts. Files are read again when they change."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scheduler.local_web.article import Article, read_article
from scheduler.local_web.errors import SiteFileError, made
from scheduler.local_web.site import Fault, Listed, Site, skins_in

# No name with a leading dot, a slash or an underscore: a host never reaches outside the web folder.
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _SiteFile:
    """The keys of `site.toml`."""

    name: str
    timezone: str
    articles: list[str]
    skin: str | None = None  # folder of shared skins; a `skin/` beside site.toml goes before it
    scheme: str = "https"
    charset: str = "utf-8"
    content_type: str = "text/html; charset=utf-8"
    page: tuple[Mapping[str, Any], ...] = ()
    fault: tuple[Mapping[str, Any], ...] = ()


class Hosts:
    """The host folders below `folder`; shared skins are in `skins`, by default `folder/_skins`."""

    def __init__(self, folder: Path, skins: Path | None = None) -> None:
        """Look at nothing yet: hosts are read when they are asked for."""
        self._folder = folder
        self._skins = skins or folder / "_skins"
        self._read: dict[str, tuple[_Stamp, Site]] = {}

    def names(self) -> list[str]:
        """Return the names of all hosts."""
        return sorted(file.parent.name for file in self._folder.glob("*/site.toml"))

    def site(self, host: str) -> Site | None:
        """Return the site of `host` as its files are now, None for a host that is not here.

        Raises SiteFileError for a file that cannot be used.
        """
        folder = self._folder / host
        if not _HOST.fullmatch(host) or not (folder / "site.toml").is_file():
            return None
        stamp = tuple(sorted((*_stamps(folder), *_stamps(self._skins))))
        known = self._read.get(host)
        if known is None or known[0] != stamp:
            known = self._read[host] = (
                stamp,
                load_site(folder, self._skins, _newest(stamp)),
            )
        return known[1]


def load_site(folder: Path, skins: Path, modified: datetime) -> Site:
    """Read one host folder: `site.toml`, `articles/*.md|*.toml`, optional `skin/`."""
    file = folder / "site.toml"
    said = _site_file(file)
    zone = _zone(said.timezone, file)
    own = [str(folder / "skin"), *([str(skins / said.skin)] if said.skin else [])]
    return Site(
        host=folder.name,
        name=said.name,
        scheme=said.scheme,
        charset=said.charset,
        content_type=said.content_type,
        shapes=tuple(said.articles),
        listed=tuple(made(Listed, page, file) for page in said.page),
        faults=tuple(made(Fault, fault, file) for fault in said.fault),
        articles=tuple(_articles(folder, said.articles[0], zone)),
        skins=skins_in(own),
        modified=modified,
    )


def _articles(folder: Path, shape: str, zone: ZoneInfo) -> Iterator[Article]:
    read: dict[str, Article] = {}
    for file in sorted((folder / "articles").glob("*.*")):
        if file.suffix in (".md", ".toml"):
            article = read_article(file, zone)
            if read.setdefault(article.id, article) is not article:
                raise SiteFileError(file, f"another article of this host has the id {article.id}")
    newest_first = sorted(read.values(), key=lambda article: (article.published, article.id), reverse=True)
    for article in newest_first:
        yield replace(article, address=_address(shape, article, folder / "site.toml"))


def _address(shape: str, article: Article, file: Path) -> str:
    try:
        return shape.format(id=article.id, slug=article.slug, published=article.published)
    except (KeyError, IndexError, ValueError) as error:
        raise SiteFileError(file, f"articles: '{shape}' may name {{id}}, {{slug}} and {{published:%Y}}") from error


def _site_file(file: Path) -> _SiteFile:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SiteFileError(file, f"not valid TOML: {error}") from error
    said = made(_SiteFile, table, file)
    if not said.articles:
        raise SiteFileError(file, 'articles needs at least one address, e.g. ["/news/{id}"]')
    try:
        codecs.lookup(said.charset)
    except LookupError as error:
        raise SiteFileError(file, f"unknown charset '{said.charset}'") from error
    return said


def _zone(name: str, file: Path) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SiteFileError(file, f"unknown timezone '{name}'") from error


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    # Folders count too: their time changes when a file is dropped in or taken away.
    for path in (folder, *folder.rglob("*")):
        if path.exists():
            state = path.stat()
            yield str(path), state.st_mtime_ns, state.st_size


def _newest(stamp: _Stamp) -> datetime:
    return datetime.fromtimestamp(max(changed for _, changed, _ in stamp) // 10**9, UTC)
