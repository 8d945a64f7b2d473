"""HTTP/1.1 on a stream, as much as a loopback server needs (RFC 9112, RFC 9110)."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

MAX_HEAD = 32 * 1024  # bytes of request line and headers
MAX_BODY = 64 * 1024  # bytes of a request body, read and thrown away
_WORTH_PACKING = 500  # bytes


class BadRequest(Exception):
    """A request that is answered with `status`, after which the connection closes."""

    def __init__(self, status: int) -> None:
        """Name the status that tells the client what was wrong."""
        super().__init__(phrase_of(status))
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """A request line and its headers (names in lower case; of repeated ones the last)."""

    method: str
    target: str
    version: str
    headers: Mapping[str, str]

    @property
    def keep_alive(self) -> bool:
        """Tell whether the client wants to go on with this connection (RFC 9112 section 9.3)."""
        wish = self.headers.get("connection", self.headers.get("proxy-connection", "")).lower()
        return "close" not in wish and (self.version == "HTTP/1.1" or "keep-alive" in wish)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_headers(self, **headers: str) -> Reply:
        """Add headers, written with '_' for '-'."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **named})


def phrase_of(status: int) -> str:
    """Return the reason phrase; sites also send codes that no RFC knows."""
    return next((known.phrase for known in HTTPStatus if known == status), "Unknown")


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """Read one request and throw its body away; None when the client is done.

    Raises BadRequest for anything that is not plain HTTP/1.x within the limits.
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError as error:
        raise BadRequest(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from error
    request = _parsed(head.decode("latin-1"))
    await _skip_body(reader, request)
    return request


def plain(status: int, text: str = "") -> Reply:
    """Make a reply of plain text, by default the status in words."""
    body = (text or f"{status} {phrase_of(status)}\n").encode()
    return Reply(status, body, {"Content-Type": "text/plain; charset=utf-8"})


def validated(reply: Reply, request: Request, modified: datetime) -> Reply:
    """Add ETag and Last-Modified; 304 when the client has this already (RFC 9110 section 13)."""
    # Weak, because the same page goes out packed and unpacked.
    tag = f'W/"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
    stamped = reply.with_headers(ETag=tag, Last_Modified=format_datetime(modified.astimezone(UTC), usegmt=True))
    if not _fresh(request.headers, tag, modified):
        return stamped
    return replace(stamped, status=HTTPStatus.NOT_MODIFIED, body=b"")


def packed(reply: Reply, request: Request) -> Reply:
    """Compress a body that is worth it for a client that takes gzip."""
    if "gzip" not in _accepted(request) or len(reply.body) < _WORTH_PACKING:
        return reply
    body = gzip.compress(reply.body, mtime=0)
    return replace(reply, body=body).with_headers(Content_Encoding="gzip", Vary="Accept-Encoding")


def encoded(reply: Reply, now: datetime, *, head_only: bool, keep: bool) -> bytes:
    """Write a reply as bytes; HEAD and 304 carry the headers alone."""
    headers = {
        **reply.headers,
        "Date": format_datetime(now.astimezone(UTC), usegmt=True),
        "Connection": "keep-alive" if keep else "close",
    }
    if reply.status != HTTPStatus.NOT_MODIFIED:
        headers["Content-Length"] = str(len(reply.body))
    lines = [f"HTTP/1.1 {reply.status} {phrase_of(reply.status)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", errors="replace")
    return head if head_only else head + reply.body


def _parsed(head: str) -> Request:
    first, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or words[2] not in ("HTTP/1.0", "HTTP/1.1") or not _clean(words[1]):
        raise BadRequest(HTTPStatus.BAD_REQUEST)
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip() or "\r" in line or "\n" in line:
            raise BadRequest(HTTPStatus.BAD_REQUEST)
        headers[name.lower()] = value.strip()
    return Request(words[0], words[1], words[2], headers)


def _clean(target: str) -> bool:
    return bool(target) and target.isascii() and target.isprintable()


async def _skip_body(reader: asyncio.StreamReader, request: Request) -> None:
    if "transfer-encoding" in request.headers:
        raise BadRequest(HTTPStatus.NOT_IMPLEMENTED)
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit() and len(length) < 10):
        raise BadRequest(HTTPStatus.BAD_REQUEST)
    if int(length) > MAX_BODY:
        raise BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        await reader.readexactly(int(length))
    except asyncio.IncompleteReadError as error:
        raise BadRequest(HTTPStatus.BAD_REQUEST) from error


def _fresh(headers: Mapping[str, str], tag: str, modified: datetime) -> bool:
    if "if-none-match" in headers:  # goes before If-Modified-Since
        known = {item.strip() for item in headers["if-none-match"].split(",")}
        return "*" in known or tag in known or tag.removeprefix("W/") in known
    try:
        since = parsedate_to_datetime(headers["if-modified-since"])
    except (KeyError, ValueError, TypeError):
        return False
    return since.tzinfo is not None and modified <= since


def _accepted(request: Request) -> set[str]:
    codings = request.headers.get("accept-encoding", "").lower().split(",")
    return {
        name.strip()
        for name, _, weight in (coding.partition(";") for coding in codings)
        if weight.replace(" ", "").rstrip("0") not in ("q=", "q=0.")
    }
