from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scheduler.local_web import LocalWeb, running

HOST = "www.dorfblatt.example"
SITE = """
name = "Dorfblatt"
timezone = "Europe/Berlin"
skin = "plain"
articles = ["/news/{id}", "/view?no={id}"]

[[page]]
path = "/"
skin = "home.html"

[[page]]
path = "/feed"
skin = "feed.xml"
content_type = "text/xml"
"""
SKINS = {
    "article.html": "<h1>{{ article.title }}</h1>{% for part in article.blocks %}<p>{{ part.text }}</p>{% endfor %}",
    "home.html": "{% for article in articles %}<a href='{{ article.address }}'>{{ article.title }}</a>{% endfor %}",
    "feed.xml": "<rss>{% for article in articles %}<link>{{ article.address }}</link>{% endfor %}</rss>",
    "error.html": "<h1>{{ status }} {{ phrase }}</h1>",
}


@dataclass(frozen=True)
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Client:
    """Asks the local web the way any client would: directly, through the proxy, or byte by byte."""

    web: LocalWeb

    def directly(self, target: str, host: str = HOST, method: str = "GET", **headers: str) -> Response:
        connection = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=10)
        return _answer(connection, method, target, {"Host": host, **_named(headers)})

    def by_proxy(self, url: str, method: str = "GET", **headers: str) -> Response:
        parts = urlsplit(url)
        if parts.scheme == "http":
            connection = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=10)
            return _answer(connection, method, url, {"Host": parts.netloc, **_named(headers)})
        trust = ssl.create_default_context(cafile=self.web.ca_file)
        connection = http.client.HTTPSConnection("127.0.0.1", self.web.port, timeout=10, context=trust)
        connection.set_tunnel(parts.netloc, 443)
        return _answer(connection, method, url.partition(parts.netloc)[2] or "/", _named(headers))

    def bytes_for(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.web.port), timeout=10) as line:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(65536), b""))


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _answer(connection: http.client.HTTPConnection, method: str, target: str, headers: dict[str, str]) -> Response:
    try:
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        return Response(response.status, response.headers, response.read())
    finally:
        connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A web folder with one host and one article."""
    for name, text in SKINS.items():
        _write(tmp_path / "_skins" / "plain" / name, text)
    _write(tmp_path / HOST / "site.toml", SITE)
    return tmp_path


@pytest.fixture
def article(folder: Path) -> Callable[..., Path]:
    """Writes an article file of the host."""

    def write(ident: str, title: str = "Ein Titel", body: str = "Ein Absatz.") -> Path:
        front = f'+++\ntitle = "{title}"\npublished = 2024-05-0{len(ident)}T08:00:00\n+++\n'
        return _write(folder / HOST / "articles" / f"{ident}.md", front + body)

    write("1")
    return write


@pytest.fixture
def site(folder: Path) -> Callable[[str], None]:
    """Adds lines to the host's site.toml."""

    def add(text: str) -> None:
        _write(folder / HOST / "site.toml", SITE + text)

    return add


@pytest.fixture
def client(folder: Path, article: Callable[..., Path]) -> Iterator[Client]:
    with ExitStack() as stack:
        yield Client(stack.enter_context(running(folder)))


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
