"""One client's connection: requests come in, replies go out, CONNECT turns it into TLS."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlsplit

from jinja2 import TemplateError

from scheduler.local_web.certificates import Authority
from scheduler.local_web.errors import SiteFileError
from scheduler.local_web.hosts import Hosts
from scheduler.local_web.reply import Sent, reply_of
from scheduler.local_web.wire import (
    BadRequest,
    Reply,
    Request,
    encoded,
    plain,
    read_request,
)

log = logging.getLogger(__name__)

_IDLE = 30.0  # seconds a client may take for a request, or to take in a reply
_HANDSHAKE = 10.0  # seconds


class Exchange(NamedTuple):
    """One request and how it was answered; status 0 for a connection cut without an answer."""

    method: str
    url: str
    status: int


@dataclass(slots=True)
class Connection:
    """Talks HTTP/1.1 with one client until one of them has enough."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    hosts: Hosts
    authority: Authority
    clock: Callable[[], datetime]
    record: Callable[[Exchange], None]
    tunnel: str = ""  # the host behind CONNECT

    async def talk(self) -> None:
        """Answer until the client leaves; whatever it sends stays this connection's trouble."""
        try:
            await self._answer_all()
        except (OSError, ssl.SSLError, TimeoutError) as error:
            log.debug("a client went away: %s", error)
        finally:
            self.writer.close()
            with contextlib.suppress(OSError, ssl.SSLError):
                await self.writer.wait_closed()

    async def _answer_all(self) -> None:
        try:
            while await self._answer_one():
                pass
        except BadRequest as error:
            await self._write(Sent(plain(error.status)), head_only=False, keep=False)

    async def _answer_one(self) -> bool:
        async with asyncio.timeout(_IDLE):
            request = await read_request(self.reader)
        if request is None:
            return False
        if request.method == "CONNECT" and not self.tunnel:
            return await self._open_tunnel(request)
        scheme, host, target = _asked(request, self.tunnel)
        sent = self._sent(request, scheme, host, target)
        status = 0 if sent.cut == 0 else sent.reply.status
        self.record(Exchange(request.method, f"{scheme}://{host}{target}", status))
        await asyncio.sleep(sent.delay)
        keep = request.keep_alive and sent.cut is None
        await self._write(sent, head_only=request.method == "HEAD", keep=keep)
        return keep

    def _sent(self, request: Request, scheme: str, host: str, target: str) -> Sent:
        try:
            site = self.hosts.site(host)
            if site is not None:
                return reply_of(site, request, scheme, target, self.clock())
        except (SiteFileError, TemplateError) as error:
            return Sent(plain(HTTPStatus.INTERNAL_SERVER_ERROR, f"{error}\n"))
        if host in ("127.0.0.1", "localhost", ""):
            return Sent(plain(HTTPStatus.OK, self._directory()))
        return Sent(_unknown(host))

    def _directory(self) -> str:
        lines = ["A local web. Ask with a Host header or use this address as HTTP proxy for:"]
        return "\n".join(lines + [f"  {host}" for host in self.hosts.names()]) + "\n"

    async def _open_tunnel(self, request: Request) -> bool:
        host = _host_in(request.target)
        if host not in self.hosts.names():
            self.record(Exchange("CONNECT", request.target, HTTPStatus.BAD_GATEWAY))
            await self._write(Sent(_unknown(host)), head_only=False, keep=False)
            return False
        self.tunnel = host
        context = self.authority.context_for(host)
        # Nothing is awaited in between: the client's hello must meet TLS and not the HTTP reader.
        self.writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await self.writer.start_tls(context, ssl_handshake_timeout=_HANDSHAKE)
        return True

    async def _write(self, sent: Sent, *, head_only: bool, keep: bool) -> None:
        data = encoded(sent.reply, self.clock(), head_only=head_only, keep=keep)
        self.writer.write(data[: sent.cut])
        async with asyncio.timeout(_IDLE):
            await self.writer.drain()


def _asked(request: Request, tunnel: str) -> tuple[str, str, str]:
    """Return scheme, host and target of an origin or absolute form (RFC 9112 section 3.2)."""
    if request.target.startswith("/"):
        host = tunnel or _host_in(request.headers.get("host", ""))
        return ("https" if tunnel else "http"), host, request.target
    try:
        parts = urlsplit(request.target)
        host = parts.hostname or ""
    except ValueError as error:
        raise BadRequest(HTTPStatus.BAD_REQUEST) from error
    if parts.scheme not in ("http", "https") or not host or tunnel:
        raise BadRequest(HTTPStatus.BAD_REQUEST)
    query = f"?{parts.query}" if parts.query else ""
    return parts.scheme, host.rstrip("."), f"{parts.path or '/'}{query}"


def _host_in(authority: str) -> str:
    return authority.partition(":")[0].lower().rstrip(".")


def _unknown(host: str) -> Reply:
    return plain(HTTPStatus.BAD_GATEWAY, f"The local web has no host {host[:100]}.\n")
