"""Which addresses may be fetched from, and the resolver that lets connections go nowhere else.

Checking a name before the fetch is not enough: its next lookup may answer differently. So the resolver checks the
very address that it hands to connect(), for every hop, and the address of each response is looked at once more.
"""

from __future__ import annotations

import re
import socket
import unicodedata
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]  # it has none

Address = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]

# ipaddress calls some of these global: metadata services, tunnels into private IPv4, multicast, reserved space
# (IANA special-purpose registries, RFC 6890).
_REFUSED_BLOCKS = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12
    192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3
    ::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16
    fc00::/7 fe80::/10 fec0::/10 ff00::/8
"""
_REFUSED: Networks = tuple(ip_network(block) for block in _REFUSED_BLOCKS.split())
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u2028\u2029]")
_MOST_NOTES = 1_000


def is_allowed(address: Address, allow: Networks = ()) -> bool:
    """Tell whether to connect to `address`: a public one, or one in a network that was opened by hand."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    forms = [address, mapped] if mapped else [address]
    if any(form in network for form in forms for network in allow):
        return True
    judged = mapped or address
    return judged.is_global and not any(judged in network for network in _REFUSED)


def refusal(url: str, allow: Networks = ()) -> str | None:
    """Say in a few words why `url` must not be fetched; None if it may be, as far as the address itself tells."""
    if _UNSAFE.search(url):
        return "it holds a backslash or a control character"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "it is no valid address"
    if parts.scheme not in ("http", "https"):
        return "only http and https are fetched"
    if "@" in parts.netloc:
        return "it holds a user name"
    if not host.strip("."):
        return "it has no host"
    return None if (literal := _literal(host)) is None or is_allowed(literal, allow) else f"{literal} is not public"


def _literal(host: str) -> Address | None:
    """Read a host that is an address, in every way that connect() would (inet_aton takes 0x7f.1 and 2130706433)."""
    host = unicodedata.normalize("NFKC", host).rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761
        return IPv4Address("127.0.0.1")
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves as `resolver` does and withholds every address that must not be connected to.

    A name with no other address fails like one that does not exist (twisted DNSLookupError); `refused` then says
    which address was withheld.
    """

    def __init__(self, resolver: Any, allow: Networks) -> None:
        """Stand before `resolver`, an IHostnameResolver."""
        self.resolver = resolver
        self.allow = tuple(allow)
        self.refused: dict[str, str] = {}  # host -> address

    def resolveHostName(self, receiver: Any, hostName: str, *details: Any, **more: Any) -> Any:
        """See IHostnameResolver."""
        self.refused.pop(hostName, None)
        return self.resolver.resolveHostName(_Sieve(receiver, hostName, self), hostName, *details, **more)

    def note(self, host: str, address: str) -> None:
        """Remember which address was withheld."""
        if len(self.refused) >= _MOST_NOTES:
            self.refused.clear()
        self.refused[host] = address


@implementer(IResolutionReceiver)
class _Sieve:
    """Passes on what may be connected to."""

    def __init__(self, receiver: Any, host: str, guard: GuardedResolver) -> None:
        self._receiver, self._host, self._guard = receiver, host, guard

    def resolutionBegan(self, resolution: Any) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        if is_allowed(ip_address(address.host), self._guard.allow):
            self._receiver.addressResolved(address)
        else:
            self._guard.note(self._host, address.host)

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()


def install(reactor: Any, allow: Networks) -> GuardedResolver:
    """Make all connections of the reactor go through a guard with these opened networks. Repeating it is harmless.

    Scrapy's TWISTED_DNS_RESOLVER setting would not do: only CrawlerProcess looks at it, AsyncCrawlerRunner does not.
    """
    present = reactor.nameResolver
    if isinstance(present, GuardedResolver):
        if present.allow == tuple(allow):
            return present
        present = present.resolver
    guard = GuardedResolver(present, allow)
    reactor.installNameResolver(guard)
    return guard
