"""What a site of the generated web tells, taken from the files that the local web serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_tables import NOW, WebSite

from crawler.identity import identity_of
from scheduler.local_web.hosts import load_site
from scheduler.local_web.site import Site as Served


@dataclass(frozen=True, slots=True)
class Truth:
    """What a site tells: titles by the identity of the article, and which articles its best ways show."""

    titles: Mapping[str, str]
    shown: tuple[tuple[frozenset[str], ...], ...]  # for each right way and article all identities it may have
    robots: str


def truth_of(site: WebSite, folder: Path) -> Truth:
    """Return what the written site tells, from the same files that are served."""
    served = load_site(folder / site.host, folder / "_skins", NOW)
    known = [(article, frozenset(_identities(site, served, article))) for article in served.articles]
    titles = {identity: article.title for article, identities in known for identity in identities}
    sections = site.expect.sections or ("",)
    of = [[own for article, own in known if not section or article.section == section] for section in sections]
    return Truth(titles, tuple(tuple(own[: site.expect.shows]) for own in of), site.values["robots"])


def _identities(site: WebSite, served: Served, article: Any) -> Iterator[str]:
    for shape in served.shapes:
        if "{any" not in shape:
            address = shape.format(id=article.id, slug=article.slug, published=article.published)
            yield from (identity_of(f"https://{host}{address}") for host in (site.host, *site.values["mirrors"]))
