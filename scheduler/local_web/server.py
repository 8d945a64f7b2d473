"""The server of a local web: every host directly, and as a proxy, with TLS, for all of them."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from scheduler.local_web.certificates import Authority
from scheduler.local_web.connection import Connection, Exchange
from scheduler.local_web.hosts import Hosts
from scheduler.local_web.wire import MAX_HEAD

_LOOPBACK = "127.0.0.1"
_REMEMBERED = 10_000  # requests in the log


def system_clock() -> datetime:
    """Return the time now, aware."""
    return datetime.now(UTC)


class LocalWeb:
    """Serves the host folders of `folder` on 127.0.0.1 while it is entered.

    A client reaches a host by the Host header, or by using `address` as its HTTP proxy; for https
    through the proxy it trusts `ca_file`. `port` 0 takes a free one. Shared skins are looked for in
    `skins`, by default `folder/_skins`. `clock` is what page clocks and the Date header show.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        skins: Path | None = None,
        clock: Callable[[], datetime] = system_clock,
    ) -> None:
        """Name the folder; nothing is opened before `async with`."""
        self.port = port
        self._hosts = Hosts(folder, skins)
        self._clock = clock
        self._log: deque[Exchange] = deque(maxlen=_REMEMBERED)
        self._talks: set[asyncio.Task[None]] = set()
        self._opened = contextlib.AsyncExitStack()
        self._authority: Authority | None = None

    @property
    def address(self) -> str:
        """The address of this web, which is also the URL of the proxy."""
        return f"http://{_LOOPBACK}:{self.port}"

    @property
    def ca_file(self) -> Path:
        """PEM of the certificate authority behind every https host, there while the web is open."""
        return self._signer.ca_file

    @property
    def requests(self) -> list[Exchange]:
        """What was asked so far, oldest first; of CONNECT only what was refused."""
        return list(self._log)

    @property
    def hosts(self) -> list[str]:
        """The names of all hosts."""
        return self._hosts.names()

    async def __aenter__(self) -> Self:
        """Make the certificate authority and open the port."""
        keys = self._opened.enter_context(TemporaryDirectory(prefix="local-web-"))
        self._authority = Authority(Path(keys))
        server = await asyncio.start_server(self._welcome, _LOOPBACK, self.port, limit=MAX_HEAD)
        self.port = server.sockets[0].getsockname()[1]
        self._opened.push_async_callback(self._hang_up)
        self._opened.callback(server.close)
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close the port, end every connection and forget the keys."""
        await self._opened.aclose()

    @property
    def _signer(self) -> Authority:
        if self._authority is None:
            raise RuntimeError("the local web is not open: use it in a with statement")
        return self._authority

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        if talk is not None:
            self._talks.add(talk)
            talk.add_done_callback(self._talks.discard)
        await Connection(reader, writer, self._hosts, self._signer, self._clock, self._log.append).talk()

    async def _hang_up(self) -> None:
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)


@contextlib.contextmanager
def running(
    folder: Path,
    *,
    port: int = 0,
    skins: Path | None = None,
    clock: Callable[[], datetime] = system_clock,
) -> Iterator[LocalWeb]:
    """Serve `folder` from a thread of its own; the arguments are those of LocalWeb.

    Raises what opening raises, e.g. OSError for a port that is taken.
    """
    web = LocalWeb(folder, port=port, skins=skins, clock=clock)
    opened: Future[Callable[[], object]] = Future()
    thread = threading.Thread(
        target=lambda: asyncio.run(_until_stopped(web, opened)),
        name="local-web",
        daemon=True,
    )
    thread.start()
    stop = opened.result()
    try:
        yield web
    finally:
        stop()
        thread.join()


async def _until_stopped(web: LocalWeb, opened: Future[Callable[[], object]]) -> None:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    try:
        await web.__aenter__()
    except Exception as error:  # whatever it is, who opens it must not wait for ever
        opened.set_exception(error)
        return
    opened.set_result(lambda: loop.call_soon_threadsafe(stopped.set))
    try:
        await stopped.wait()
    finally:
        await web.__aexit__()
