"""Two rounds of watching as the service does them: real worker processes, real PostgreSQL, the local web."""

from __future__ import annotations

import zlib
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from psycopg.rows import dict_row

from crawler.model import Source, Watch
from crawler.source_text import source_text
from db.connection import Connection, connect
from scheduler.local_web import LocalWeb, running
from scheduler.settings import Settings
from scheduler.watch import crawl

SITE = """name = "News"
timezone = "Asia/Seoul"
articles = ["/news/view?no={{id}}"]
[[page]]
path = "/robots.txt"
skin = "robots.txt"
content_type = "text/plain"
[[page]]
path = "/{path}"
skin = "watched.txt"
content_type = "{kind}"
"""
FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>News</title>{% for article in articles %}<item>
<title>{{ article.title }}</title><link>{{ site.scheme }}://{{ site.host }}{{ article.address }}</link>
<pubDate>{{ article.published | rfc822 }}</pubDate>
<content:encoded>{{ article.blocks[0].text }}</content:encoded></item>{% endfor %}</channel></rss>"""
LIST = """<html lang="ko"><head><title>News</title></head><body><ul>{% for article in articles %}
<li><a href="{{ article.address }}">{{ article.title }}</a>
<span>{{ article.published.strftime('%Y-%m-%d') }}</span></li>{% endfor %}</ul></body></html>"""
ARTICLE = """<html><head><title>{{ article.title }}</title>{% if "Reserved" in article.title %}
<meta name="tdm-reservation" content="1">{% endif %}</head><body><article><h1>{{ article.title }}</h1>
{% for block in article.blocks %}<p>{{ block.text }}</p>{% endfor %}</article></body></html>"""
TEXT = (
    "The harbour town and the port of Haiphong have signed a memorandum of understanding on training and"
    " research. Both sides will exchange engineers and plan a joint laboratory for batteries this year."
)
SECRET = "The cormorant keeps its own counsel"
TOWNS = ("Aalen", "Bochum", "Celle", "Dessau", "Emden", "Fulda", "Gotha", "Halle", "Jena", "Kassel", "Lahr", "Mainz")


def write_site(folder: Path, path: str, watched: str, robots: str = "", titles: tuple[str, ...] = ()) -> None:
    for name in ("skin", "articles"):
        (folder / name).mkdir(parents=True)
    kind = "text/xml" if watched is FEED else "text/html; charset=utf-8"
    (folder / "site.toml").write_text(SITE.format(path=path, kind=kind))
    skins = {"robots.txt": robots, "watched.txt": watched, "article.html": ARTICLE, "error.html": "error"}
    for name, text in skins.items():
        (folder / "skin" / name).write_text(text)
    for number, title in enumerate(titles, 11):
        text = f"{TEXT} {SECRET if 'Reserved' in title else ''} Number {number}."
        head = f'+++\ntitle = "{title}"\npublished = 2026-03-{number}T10:{number}:00\n+++\n'
        (folder / "articles" / f"{number}.md").write_text(f"{head}{text}\n")


def write_web(folder: Path) -> list[Source]:
    """A site with a feed, one whose list was redesigned, and one that forbids everything; their sources."""
    titles = tuple(f"The port of {town} signs an agreement with Haiphong" for town in TOWNS)
    write_site(folder / "feed.example.kr", "rss", FEED, titles=(*titles, "Reserved: a port and its agreement"))
    write_site(folder / "list.example.kr", "news", LIST, titles=titles)
    write_site(folder / "shut.example.kr", "rss", FEED, "User-agent: *\nDisallow: /", titles[:1])
    old = r"https://list\.example\.kr/old/\d+\.html"
    ways = {
        "feed": Watch("feed", "https://feed.example.kr/rss"),
        "list": Watch("listing", "https://list.example.kr/news", old),
        "shut": Watch("feed", "https://shut.example.kr/rss"),
    }
    return [
        Source(name, name, f"https://{name}.example.kr/", "KR", "Asia/Seoul", (way,), tell_archive=True)
        for name, way in ways.items()
    ]


def settings_of(home: Path, web: LocalWeb, database_url: str) -> Settings:
    return Settings(
        home=home,
        database_url=database_url,
        contact="press@example.org",
        proxy=web.address,
        ca_file=web.ca_file,
        allow_networks=(ip_network("127.0.0.1/32"),),
        delay=0.0,
    )


async def rows(conn: Connection, statement: str) -> list[dict[str, Any]]:
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(statement)
        return await cursor.fetchall()


async def watched(conn: Connection) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in await rows(conn, "select * from sources")}


async def everything(conn: Connection) -> str:
    """All that the database holds, as text; what is compressed is unpacked."""
    tables = await rows(conn, "select tablename as name from pg_tables where schemaname = 'public'")
    found = [str(await rows(conn, f'select * from "{table["name"]}"')) for table in tables]
    pages = [zlib.decompress(row["body"]).decode() for row in await rows(conn, "select body from pages")]
    return "\n".join(found + pages)


async def test_two_rounds_of_watching_leave_what_they_taught_and_annoy_nobody(
    database_url: str, tmp_path: Path
) -> None:
    sources = write_web(tmp_path / "web")
    (tmp_path / "home" / "sources").mkdir(parents=True)
    (tmp_path / "home" / "sources" / "kr.toml").write_text("\n".join(map(source_text, sources)), encoding="utf-8")
    with running(tmp_path / "web") as web:
        settings = settings_of(tmp_path / "home", web, database_url)
        await crawl(settings)
        asked = [exchange.url for exchange in web.requests]
        async with connect(database_url) as conn:
            first = await watched(conn)
            items = await rows(conn, "select * from items")
            drops = await rows(conn, "select i.title, d.reason from drops d join items i on i.id = d.item_id")
            text = await everything(conn)
        await crawl(settings)
        again = [(exchange.url, exchange.status) for exchange in web.requests[len(asked) :]]
        async with connect(database_url) as conn:
            second = await watched(conn)
            assert len(await rows(conn, "select * from items")) == len(items)
            visits = await rows(conn, "select * from visits order by id")

    # the first round
    feed = first["feed"]
    assert (feed["outcome"], feed["health"], feed["failures"]) == ("ok", "ok", 0)
    assert feed["window_seconds"] == timedelta(days=12, minutes=12).total_seconds()
    assert feed["lessons"]["windows"]["places"] == 13
    assert feed["need_root"] > 0
    assert feed["etag"] or feed["last_modified"]
    assert (first["list"]["outcome"], first["list"]["health"]) == ("ok", "switched")
    assert "learned" in first["list"]["health_words"]
    assert (first["shut"]["outcome"], first["shut"]["health"]) == ("robots", "robots")
    assert [url for url in asked if "shut.example.kr" in url] == ["https://shut.example.kr/robots.txt"]
    assert [row["reason"] for row in drops if row["title"].startswith("Reserved")] == ["reserved"]
    assert TEXT[:60] in text
    assert SECRET not in text

    # the second round: a worker of its own, so robots.txt again, and a 304; nothing new
    there = [found for found in again if "feed.example.kr" in found[0]]
    assert there == [("https://feed.example.kr/robots.txt", 200), ("https://feed.example.kr/rss", 304)]
    assert not [url for url, _ in again if "/view" in url]
    assert (second["feed"]["outcome"], second["feed"]["health"]) == ("not_modified", "ok")
    assert second["shut"]["health_since"] == first["shut"]["health_since"]
    assert second["shut"]["failures"] == 2
    assert {visit["source_id"]: visit["fresh"] for visit in visits[:3]} == {"feed": 13, "list": 12, "shut": 0}
    assert [visit["fresh"] for visit in visits[3:]] == [0, 0, 0]
    for row in (*first.values(), *second.values()):
        wait = row["next_check_at"] - row["last_checked_at"]
        assert timedelta(minutes=5) <= wait <= timedelta(days=1), (row["id"], wait)


async def test_a_round_of_one_source_asks_no_other_although_all_are_due(database_url: str, tmp_path: Path) -> None:
    sources = write_web(tmp_path / "web")
    (tmp_path / "home" / "sources").mkdir(parents=True)
    (tmp_path / "home" / "sources" / "kr.toml").write_text("\n".join(map(source_text, sources)), encoding="utf-8")
    with running(tmp_path / "web") as web:
        (state,) = await crawl(settings_of(tmp_path / "home", web, database_url), ["shut"])
        assert [exchange.url for exchange in web.requests] == ["https://shut.example.kr/robots.txt"]
    assert (state.id, state.health) == ("shut", "robots")
