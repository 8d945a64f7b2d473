"""Which hosts belong to one site, and what a site is called by its host."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

import tldextract

_COPIES = frozenset({"www", "m", "mobile", "cdn", "amp", "ww2", "www2"})


@cache
def _suffixes() -> tldextract.TLDExtract:
    # The list that comes with the library: nothing is fetched and nothing is written.
    return tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())


def host_of(url: str) -> str:
    """Return the host of an address in lower case; empty for what is no address."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_one_site(url: str, other: str) -> bool:
    """Tell whether two addresses lie under one registrable domain (publicsuffix.org), or on one host."""
    host, another = host_of(url), host_of(other)
    return bool(host) and (host == another or _registered(host) == _registered(another))


def is_copy(url: str, other: str) -> bool:
    """Tell whether the hosts of two addresses differ in labels such as www. and m. at most."""
    return _bare(host_of(url)) == _bare(host_of(other))


def id_of(url: str) -> str:
    """Return an id for the source at this address: the labels of its host without www. and the public suffix."""
    host = host_of(url)
    found = _suffixes()(host)
    labels = [label for label in found.subdomain.split(".") if label and label not in _COPIES]
    words = [found.domain, *reversed(labels)] if found.domain else [host]
    short = re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")[:60]
    return short if len(short) > 1 else re.sub(r"[^a-z0-9]+", "-", host).strip("-")[:60] or "site"


def _registered(host: str) -> str:
    return _suffixes()(host).top_domain_under_public_suffix or host


def _bare(host: str) -> str:
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _COPIES:
        labels = labels[1:]
    return ".".join(labels)
