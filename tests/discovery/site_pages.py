"""The addresses of a site that are no articles: lists, feeds, robots.txt, what the menu names, and noise."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from site_tables import NOW, WebSite

_NOISE_FEEDS = (
    ("podcast", "/podcast.xml", "podcast.xml"),
    ("jobs_feed", "/jobs.rss", "jobs.xml"),
    ("comments_feed", "/comments/feed/", "comments.xml"),
    ("section_feeds", "/section/{n}/feed.xml", "section.xml"),
)


def tables_of(site: WebSite) -> str:
    """Return the pages and faults of a site as the local web's site.toml has them."""
    pages = "".join(table("page", page) for page in _pages(site))
    return pages + "".join(table("fault", fault) for fault in site.values["faults"])


def _pages(site: WebSite) -> Iterator[dict[str, Any]]:
    """Every address that is no article; of those that fit a request the first one answers."""
    values = site.values
    yield from _feeds(values)
    if values["home_page"]:
        kind = {"content_type": values["home_content_type"]} if values["home_content_type"] else {}
        yield {"path": values["home_path"], "skin": values["home_skin"], "items": 100, **kind}
    yield {"path": "/robots.txt", "skin": "robots.txt", "content_type": values["robots_content_type"]}
    yield from ({"path": path, "skin": skin, **_more(more)} for path, skin, *more in values["pages"])
    yield from _lists(values)
    yield from ({"path": f"/kalender/{month}", "skin": f"month_{month}.html"} for month, _, _ in months_of(site))
    if values["months"]:
        yield {"path": "/", "skin": f"month_{NOW:%Y-%m}.html"}
    yield from ({"path": path, "skin": "static.html"} for path in _static(site))


def _feeds(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The feed of the news, and those of other things."""
    if values["feed_path"] and values["feed_skin"]:
        path, kind = values.get("feed_served", values["feed_path"]), values["feed_content_type"]
        yield {"path": path, "skin": values["feed_skin"], "content_type": kind, "items": values["feed_items"]}
    for noise, path, skin in _NOISE_FEEDS:
        if noise in values["noise"]:
            yield {"path": path, "skin": skin, "content_type": "application/rss+xml"}


def _lists(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    lists = {**values.get("sections", {}), "": [values["list_path"], *values["list_pages"]]}
    for section, paths in lists.items():
        for path in [paths] if isinstance(paths, str) else paths:
            name = f"list_{section}" if section else "list"
            joint = "&" if "?" in path else "?"
            yield {"path": f"{path}{joint}{values['page_parameter']}=2", "skin": f"{name}2.html"}
            yield {"path": path, "skin": f"{name}.html"}


def _static(site: WebSite) -> list[str]:
    menu = [path for _, path in menu_of(site) if path.startswith("/") and path != "/"]
    around = ["/privacy", "/imprint", "/contact", "/jobs/", "/en/", "/zh/", "/ja/", "/member/login", "/member/join"]
    return list(dict.fromkeys([*menu, *around, "/tag/{n}", "/archive/2026/{n}", "/events/{n}", "/events", "/search"]))


def _more(more: list[Any]) -> dict[str, Any]:
    return dict(zip(("content_type", "items"), more, strict=False))


def table(name: str, keys: Mapping[str, Any]) -> str:
    """Return one TOML table of an array."""
    return f"[[{name}]]\n" + "".join(f"{key} = {quoted(value)}\n" for key, value in keys.items())


def quoted(value: Any) -> str:
    """Return a value as TOML."""
    return json.dumps(value, ensure_ascii=False)  # texts, numbers, truths and lists are written alike in TOML


def menu_of(site: WebSite) -> list[tuple[str, str]]:
    """Return labels and addresses of the menu; "@list" and the like stand for the site's own."""
    short = {"@list": site.values["list_path"], "@feed": site.values["feed_path"], "@home": site.values["home_path"]}
    return [(label, short.get(path, path)) for label, path in site.values["menu"]]


def months_of(site: WebSite) -> list[tuple[str, str, str]]:
    """The months of a calendar, each with its neighbours; the ends are far away."""
    count, first = site.values["months"], NOW.year * 12 + NOW.month - 1
    names = [f"{n // 12}-{n % 12 + 1:02}" for n in range(first - count // 2 - 1, first + count // 2 + 1)]
    return list(zip(names[1:-1], names, names[2:], strict=False)) if count else []
