"""A small web on the loopback: each folder with a `site.toml` is a host."""

from __future__ import annotations

from scheduler.local_web.connection import Exchange
from scheduler.local_web.server import LocalWeb, running

__all__ = ["Exchange", "LocalWeb", "running"]
