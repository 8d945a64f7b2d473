from __future__ import annotations

import pytest

from crawler.robots import MOST_BYTES, read_robots

PAGE = "https://a.org/news/1"
CLOSED = b"User-agent: *\nDisallow: /\n"


def allows(status: int, body: bytes, url: str = PAGE) -> bool:
    return read_robots(status, body, "pactwatch").allows(url)


def test_rules_are_followed() -> None:
    assert not allows(200, CLOSED)
    assert not allows(200, b"User-agent: PactWatch\nDisallow: /news\n\nUser-agent: *\nDisallow:\n")
    assert allows(200, b"User-agent: pactwatch\nAllow: /\n\nUser-agent: *\nDisallow: /\n")
    assert not allows(200, b"User-agent: *\nDisallow: /*wholefeed\n", "https://a.org/de/wholefeed?x=1")


@pytest.mark.parametrize("status", [500, 502, 503, 429, 302])
def test_trouble_forbids_everything(status: int) -> None:
    robots = read_robots(status, b"", "pactwatch")
    assert not robots.allows(PAGE)
    assert robots.trouble == f"answers {status}"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_robots_txt_permits_everything(status: int) -> None:
    assert allows(status, CLOSED)


def test_a_web_page_in_its_place_says_nothing() -> None:
    assert allows(200, b"\xef\xbb\xbf\n<!DOCTYPE html>\n<pre>\nUser-agent: *\nDisallow: /\n</pre>")


@pytest.mark.parametrize(
    "body", [b"\xef\xbb\xbf" + CLOSED, CLOSED.decode().encode("utf-16"), CLOSED.replace(b"\n", b"\r")]
)
def test_odd_bytes_are_understood(body: bytes) -> None:
    assert not allows(200, body)


def test_only_the_first_half_megabyte_is_read() -> None:
    assert allows(200, b"#" * MOST_BYTES + b"\n" + CLOSED)


@pytest.mark.parametrize(
    ("said", "delay"), [("Crawl-delay: 7", 7.0), ("Crawl-delay: 9999", 60.0), ("Crawl-delay: x", 0), ("", 0)]
)
def test_crawl_delay_is_at_most_a_minute(said: str, delay: float) -> None:
    assert read_robots(200, f"User-agent: *\n{said}\nDisallow: /x".encode(), "pactwatch").delay == delay
