"""How the text of a setting becomes its value; each parser raises ValueError that goes on after the value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from digest.message import mailbox

Networks = tuple[IPv4Network | IPv6Network, ...]
_BAND = re.compile(r"\s*(\d*\.?\d+)\s*-\s*(\d*\.?\d+)\s*")


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `least` to `most`, both included; written as 0.3-0.7, with four digits behind the point at most."""

    least: float
    most: float

    def __contains__(self, score: float) -> bool:
        return self.least <= score <= self.most

    def __str__(self) -> str:
        return f"{self.least:g}-{self.most:g}"


def _number(kind: Callable[[str], float], least: float, most: float = float("inf")) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            raise ValueError("is not a number") from None
        if not least <= value or value == float("inf"):
            raise ValueError(f"must be at least {least:g}")
        if value > most:
            raise ValueError(f"must be at most {most:g}")
        return value

    return parse


def _networks(text: str) -> Networks:
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError:
        raise ValueError("is not a list of networks such as 127.0.0.0/8,10.1.0.0/16") from None


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _file(text: str) -> Path:
    path = _path(text)
    if not path.is_file():
        raise ValueError("is not a file")
    return path


def _proxy(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError("is not the address of an HTTP proxy such as http://127.0.0.1:3128")
    return text


def _database_url(text: str) -> str:
    if "://" in text and urlsplit(text).scheme not in ("postgresql", "postgres"):
        raise ValueError("is not an address of PostgreSQL such as postgresql://user:password@host:5432/name")
    return text


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return text

    return parse


def check_contact(text: str) -> str:
    """Return a contact that can stand in a User-Agent; raises ValueError that says what it is not."""
    if not _is_visible(text) or not ("@" in text or "://" in text):
        raise ValueError("is neither an e-mail address nor a web address")
    return text


def _sender(text: str) -> str:
    try:
        mailbox(text)
    except ValueError:
        raise ValueError("is not a sender such as Pactwatch <news@example.org>") from None
    return text


def _band(text: str) -> Band:
    found = _BAND.fullmatch(text)
    band = Band(*(round(float(end), 4) for end in found.groups())) if found else None
    if band is None or not band.least <= band.most <= 1:
        raise ValueError("is not a range of scores from 0 to 1 such as 0.3-0.7")
    return band


def _endpoint(text: str) -> str | None:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        usable = False
    if text and (not usable or "@" in parts.netloc or parts.query or parts.fragment or not _is_visible(text)):
        raise ValueError("is not the base address of an endpoint such as http://127.0.0.1:11434/v1, without a key")
    return text or None


def _key(text: str) -> str:
    if not _is_visible(text):
        raise ValueError("has spaces, line breaks or letters that no key has")
    return text


def _is_visible(text: str) -> bool:
    """Whether a text can stand in a line of HTTP as it is."""
    return all(32 < ord(c) < 127 for c in text)


def _flag(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("must be true or false")
    return text.lower() == "true"


PARSERS: Mapping[str, Callable[[str], Any]] = {
    "contact": check_contact,
    "ca_file": _file,
    "outbox": _path,
    "allow_networks": _networks,
    "delay": _number(float, 0),
    "honour_reservations": _flag,
    "interval": _number(float, 60),
    "page_days": _number(int, 1),
    "workers": _number(int, 1, 64),
    "database_url": _database_url,
    "proxy": _proxy,
    "smtp_port": _number(int, 1, 65535),
    "sender": _sender,
    "smtp_tls": _one_of("starttls", "tls", "none"),
    "second_opinion_url": _endpoint,
    "second_opinion_key": _key,
    "second_opinion_budget": _number(int, 0),
    "second_opinion_band": _band,
    "second_opinion_timeout": _number(float, 0.1, 600),
}
