from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from crawler.guard import is_allowed, refusal

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "192.88.99.1",
    "198.18.0.1",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "2001::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "100::1",
]
PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "172.32.0.1", "100.128.0.1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_inside_are_not_connected_to(address: str) -> None:
    assert not is_allowed(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address: str) -> None:
    assert is_allowed(ip_address(address))


def test_a_network_that_was_opened_by_hand_is_open_and_no_other() -> None:
    opened = (ip_network("10.1.0.0/16"), ip_network("fd00::/8"))
    allowed = ["10.1.2.3", "::ffff:10.1.2.3", "fd00::1"]
    assert [a for a in [*allowed, "10.2.2.3", "127.0.0.1", "fe80::1"] if is_allowed(ip_address(a), opened)] == allowed


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://[::1]/",
        "http://１２７.0.0.1/",
        "http://127.0.0.1./",
        "http://localhost/",
        "http://a.localhost:80/",
        "http://LOCALHOST/",
        "http://0/",
        "https://169.254.169.254/latest",
        "http://[::ffff:169.254.169.254]/",
        "http://[fe80::1%25eth0]/",
        "http://a@b.org/",
        "http://a:b@b.org/",
        "http://b.org\\@127.0.0.1/",
        "http://b.org/\r\nx",
        "http://b.org/\x00",
        "file:///etc/hosts",
        "ftp://b.org/",
        "data:,x",
        "javascript:x",
        "gopher://b.org/",
        "//b.org/",
        "b.org",
        "",
        "http://",
        "http://b.org:99999/",
        "http://b.org:x/",
        "http://[b/",
        "http://./",
    ],
)
def test_an_address_that_looks_wrong_is_refused(url: str) -> None:
    assert refusal(url)


@pytest.mark.parametrize(
    "url", ["http://b.org/", "https://b.org:8443/x?y=%00", "http://8.8.8.8/", "https://한국.kr/가 나"]
)
def test_other_web_addresses_are_not(url: str) -> None:
    assert refusal(url) is None
