"""Runs a coroutine in the one loop that asyncio and Scrapy's reactor share."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from scrapy.utils.reactor import install_reactor, is_reactor_installed

INTERRUPTED = 130


def run_with_reactor(main: Callable[[], Awaitable[int]]) -> int:
    """Run `main()` inside Twisted's asyncio reactor and return its result; once per process.

    SIGTERM and SIGINT cancel `main`, which then has time to put things in order; the result is then 130 unless it
    returns one. What `main` raises is raised here. In another thread than the main one no signals are handled.
    """
    if not is_reactor_installed():  # before anything imports twisted.internet.reactor
        install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as installed

    reactor: Any = installed
    logging.getLogger("scrapy").setLevel(logging.ERROR)  # it logs whole URLs, tokens included
    loop = asyncio.get_event_loop()
    task = loop.create_task(_to_the_end(main, reactor))
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, task.cancel)
    reactor.run(installSignalHandlers=False)
    return INTERRUPTED if task.cancelled() else task.result()


async def _to_the_end(main: Callable[[], Awaitable[int]], reactor: Any) -> int:
    try:
        return await main()
    finally:
        reactor.callLater(0, reactor.stop)
