"""Asking an OpenAI-compatible endpoint about one article, and what its answer is worth."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from db.cleaning import clean
from db.opinions import Opinion
from scheduler.settings import VERSION, Settings
from stories.model import Article

QUESTION = Path(__file__).with_name("second_opinion.txt").read_text(encoding="utf-8")
SENT = 3000  # characters of the text
LONGEST_ANSWER = 2**18  # bytes
SHORTEST_QUOTE = 4  # letters; every article has an "a" in it
LONGEST_QUOTE = 200  # characters
_LETTER = re.compile(r"\w")


class NoAnswer(Exception):
    """The endpoint could not be reached, was late, or refused; the message says how."""


class UselessAnswer(Exception):
    """An answer came that does not count; the message says why."""


async def ask(settings: Settings, article: Article) -> str:
    """What the endpoint says about the article, in its own words. Raises NoAnswer, at the timeout at the latest."""
    try:
        async with asyncio.timeout(settings.second_opinion_timeout):
            connection = await asyncio.to_thread(_connected, settings)
            with _cut_in_the_end(connection.sock):
                return await asyncio.to_thread(_exchange, connection, settings, _asked(settings, article))
    except TimeoutError:
        raise NoAnswer(f"no answer within {settings.second_opinion_timeout:g} s") from None
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error


def opinion_in(answer: str, article: Article) -> Opinion:
    """The opinion that an answer holds. Raises UselessAnswer: only what the article proves counts."""
    said = answer.rpartition("</think>")[2]  # some models think aloud first
    try:
        match json.loads(said[said.find("{") : said.rfind("}") + 1]):  # some fence it, or add a word of courtesy
            case {"partnership": bool(partnership), "quote": str(quote)}:
                return Opinion(partnership, _proven(quote.strip(), article))
    except (ValueError, RecursionError):
        pass
    raise UselessAnswer("the answer is not the JSON object that was asked for")


def _proven(quote: str, article: Article) -> str:
    if len(_LETTER.findall(quote)) < SHORTEST_QUOTE:
        raise UselessAnswer("the answer quotes nothing")
    if quote not in clean(article.title or "") and quote not in clean(article.text):
        raise UselessAnswer("the quote of the answer does not stand in the article")
    return quote[:LONGEST_QUOTE]


def _asked(settings: Settings, article: Article) -> bytes:
    # As JSON, because no text can end a string of it: what an article says stays inside.
    data = {"title": clean(article.title or ""), "text": clean(article.text)[:SENT]}
    messages = (("system", QUESTION), ("user", json.dumps(data, ensure_ascii=False)))
    question: dict[str, Any] = {
        "model": settings.second_opinion_model,
        "temperature": 0,
        "messages": [{"role": role, "content": content} for role, content in messages],
    }
    return json.dumps(question).encode()


def _connected(settings: Settings) -> HTTPConnection:
    parts = urlsplit(settings.second_opinion_url or "")
    host, seconds = parts.hostname or "", settings.second_opinion_timeout
    if parts.scheme == "https":
        trust = ssl.create_default_context(cafile=settings.ca_file)
        connection: HTTPConnection = HTTPSConnection(host, parts.port, timeout=seconds, context=trust)
    else:
        connection = HTTPConnection(host, parts.port, timeout=seconds)
    connection.connect()
    return connection


@contextmanager
def _cut_in_the_end(line: socket.socket) -> Iterator[None]:
    """However it ends: a thread that still waits for the other side is set free at once."""
    try:
        yield
    finally:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _exchange(connection: HTTPConnection, settings: Settings, question: bytes) -> str:
    headers = {"Content-Type": "application/json", "User-Agent": f"pactwatch/{VERSION}"}
    if settings.second_opinion_key:
        headers["Authorization"] = f"Bearer {settings.second_opinion_key}"
    path = urlsplit(settings.second_opinion_url or "").path.rstrip("/")
    with closing(connection):
        connection.request("POST", f"{path}/chat/completions", question, headers)
        with closing(connection.getresponse()) as response:
            if response.status != 200:
                raise NoAnswer(f"it answered {response.status} {response.reason}")
            return _content(response.read(LONGEST_ANSWER))


def _content(body: bytes) -> str:
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        content = None
    if not isinstance(content, str):
        raise NoAnswer("what it answered is no chat completion")
    return content
