"""A web folder -> its hosts. Files are read again when they change."""

from __future__ import annotations

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
    files = sorted((folder / "articles").glob("*.*"))
    read = [read_article(file, zone) for file in files if file.suffix in (".md", ".toml")]
    for article in sorted(read, key=lambda article: (article.published, article.id), reverse=True):
        named = {"id": article.id, "slug": article.slug, "published": article.published}
        yield replace(article, address=shape.format(**named))


def _site_file(file: Path) -> _SiteFile:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SiteFileError(file, f"not valid TOML: {error}") from error
    said = made(_SiteFile, table, file)
    if not said.articles:
        raise SiteFileError(file, 'articles needs at least one address, e.g. ["/news/{id}"]')
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
