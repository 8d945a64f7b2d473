"""Site tables and skins -> host folders for the local web.

A skin is rendered twice. Here, with [[ ]] and [% %], for what a site is: its addresses, menu, noise. Then by the
local web, with {{ }} and {% %}, for what it tells. Everything follows from the tables: the same bytes each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from invented_news import headline, words
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from site_articles import articles_of
from site_pages import menu_of, months_of, quoted, table, tables_of
from site_tables import NOW, SKINS, WebSite


def write_web(sites: Iterable[WebSite], folder: Path) -> None:
    """Write the host folders of `sites` below `folder`; the local web needs no other skins."""
    for site in sites:
        for host in (site.host, *site.values["mirrors"]):
            _write_host(site, folder / host)
        for host, target in site.values["redirects"].items():
            _write_redirect(site, folder / host, target)


def _write_host(site: WebSite, home: Path) -> None:
    for name in ("skin", "articles"):
        (home / name).mkdir(parents=True, exist_ok=True)
    shown = _context(site)
    for name, skin in _skins(site).items():
        if name not in ("site.toml", "list.html", "month.html"):
            (home / "skin" / name).write_text(skin.render(shown), encoding="utf-8")
    _write_lists(site, home, shown)
    _write_months(site, home, shown)
    text = _skins(site)["site.toml"].render(shown)
    (home / "site.toml").write_text(text + "\n" + tables_of(site), encoding="utf-8")
    for number, article in enumerate(articles_of(site)):
        (home / "articles" / f"{number:03}.toml").write_text(article, encoding="utf-8")


def _write_lists(site: WebSite, home: Path, shown: dict[str, Any]) -> None:
    """The list page and its second page; with sections one pair of them for each."""
    size = site.values["list_items"]
    for section in (None, *site.values.get("sections", {})):
        pool = f"(site.articles|selectattr('section','equalto','{section}')|list)" if section else "site.articles"
        for suffix, part in (("", f"[:{size}]"), ("2", f"[{size}:{2 * size}]")):
            name = f"list{'_' + section if section else ''}{suffix}.html"
            text = _skins(site)["list.html"].render(shown | {"listed": pool + part, "section": section or ""})
            (home / "skin" / name).write_text(text, encoding="utf-8")


def _write_months(site: WebSite, home: Path, shown: dict[str, Any]) -> None:
    skin = _skins(site)["month.html"]
    for month, before, after in months_of(site):
        text = skin.render(shown | {"month": month, "before": before, "after": after})
        (home / "skin" / f"month_{month}.html").write_text(text, encoding="utf-8")


def _write_redirect(site: WebSite, home: Path, target: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    head = f'name = "moved"\ntimezone = "{site.values["timezone"]}"\narticles = ["/{{id}}"]\n'
    secured = {"scheme": "http", "status": 301, "redirect": f"https://{home.name}{{target}}"}
    faults = table("fault", secured) + table("fault", {"status": 301, "redirect": target})
    (home / "site.toml").write_text(head + faults, encoding="utf-8")


def _context(site: WebSite) -> dict[str, Any]:
    values, language = site.values, site.values["language"]
    days = [(NOW + timedelta(days=3 * n)).strftime("%Y-%m-%d") for n in range(1, 6)]
    link = values.get("elsewhere_link", "https://www.another-paper.example/story/{n}")
    return {
        "s": {**values, "menu": menu_of(site)},
        "w": words(language),
        "origin": site.origin,
        "extra": {
            "events": [(headline(language, f"{site.host}{day}"), day) for day in days],
            "elsewhere": [(headline(language, f"{link}{n}"), link.replace("{n}", str(88120 + n))) for n in range(5)],
        },
    }


def _skins(site: WebSite) -> dict[str, Template]:
    """The family's skins, and for the others the default ones."""
    found = {file.name: f"{of}/{file.name}" for of in ("_default", site.values["family"]) for file in _files(of)}
    return {name: _environment().get_template(path) for name, path in sorted(found.items())}


@cache
def _files(family: str) -> tuple[Path, ...]:
    return tuple(file for file in sorted((SKINS / family).iterdir()) if file.name != "defaults.toml")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(SKINS),
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # values are pieces of the page
        keep_trailing_newline=True,
    )
    environment.filters["quoted"] = quoted
    return environment
