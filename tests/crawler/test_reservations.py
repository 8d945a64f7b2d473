from __future__ import annotations

import json
import time

import pytest

from crawler.reservations import Tdmrep, read_tdmrep, reserved

URL = "https://news.example.de/regional/2026/1.html?page=2"
PAGE = "<html><head><title>A</title>{}</head><body><p>Text</p></body></html>"


def file(*rules: tuple[str, object]) -> Tdmrep:
    said = [{"location": location, "tdm-reservation": value} for location, value in rules]
    return read_tdmrep(200, json.dumps(said).encode())


def is_reserved(header: object = None, meta: object = None, rules: Tdmrep | None = None, url: str = URL) -> bool:
    headers = [] if header is None else [("tdm-reservation", str(header))]
    page = PAGE.format("" if meta is None else f'<meta name="tdm-reservation" content="{meta}">')
    return reserved(headers, page, rules, url) is not None


def test_a_page_that_says_nothing_is_not_reserved() -> None:
    assert not is_reserved()
    assert reserved({}, None, None, URL) is None


@pytest.mark.parametrize(
    ("said", "expected"), [("1", True), (" 1 ", True), ("0", False), ("yes", False), ("", False)]
)
def test_only_the_value_one_reserves(said: str, expected: bool) -> None:
    assert is_reserved(header=said) is expected
    assert is_reserved(meta=said) is expected
    assert is_reserved(rules=file(("/", said.strip()))) is expected


def test_the_page_goes_before_its_header_and_that_before_the_file() -> None:
    assert not is_reserved(header=0, rules=file(("/", 1)))
    assert not is_reserved(header=1, meta=0)
    assert not is_reserved(meta=0, rules=file(("/", 1)))
    assert is_reserved(header=0, meta=1)
    assert is_reserved(header=1, rules=file(("/", 0)))


def test_what_one_way_does_not_say_does_not_undo_another() -> None:
    assert is_reserved(header=1, meta="nonsense")
    assert is_reserved(header="nonsense", rules=file(("/", 1)))


def test_the_sentence_says_where_it_is_written() -> None:
    assert reserved({"tdm-reservation": "1"}, None, None, URL) == "its header says tdm-reservation: 1"
    assert reserved({}, None, file(("/regional/", 1)), URL) == "/.well-known/tdmrep.json reserves /regional/"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/", True),
        ("/regional/", True),
        ("/regional/*.html", True),
        ("/*/2026/", True),
        ("/regional/2026/1.html?page=2$", True),
        ("/regional/2026/1.html$", False),
        ("/Regional/", False),
        ("/sport/", False),
        ("/regiona%6C/", True),
        ("*", True),
    ],
)
def test_a_location_is_a_pattern_as_in_robots_txt(location: str, expected: bool) -> None:
    assert is_reserved(rules=file((location, 1))) is expected


def test_the_first_location_that_matches_counts() -> None:
    assert not is_reserved(rules=file(("/regional/", 0), ("/", 1)))
    assert is_reserved(rules=file(("/", 1), ("/regional/", 0)))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b'[{"location": "/", "tdm-reservation": 1}]'),
        (500, b""),
        (200, b""),
        (200, b"<html>not found</html>"),
        (200, b"1"),
        (200, b"[1, null, [], {}]"),
        (200, b'[{"location": "/"}, {"tdm-reservation": 1}, {"location": 7, "tdm-reservation": 1}]'),
        (200, b'[{"location": "/\\nDisallow: /", "tdm-reservation": 1}]'),
        (200, b"[" * 100_000),
    ],
)
def test_a_file_that_cannot_be_read_reserves_nothing(status: int, body: bytes) -> None:
    assert not is_reserved(rules=read_tdmrep(status, body))


def test_a_file_with_a_mark_or_without_brackets_is_understood() -> None:
    assert is_reserved(rules=read_tdmrep(200, b'\xef\xbb\xbf[{"location": "/", "tdm-reservation": 1}]'))
    assert is_reserved(rules=read_tdmrep(200, b'{"location": "/", "tdm-reservation": 1}'))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["noai"], True),
        (["noindex, NoAI"], True),
        (["pactwatch: noai"], True),
        (["*: noai"], True),
        (["googlebot: noindex, noai"], False),
        (["googlebot: noindex, pactwatch: noai"], True),
        (["googlebot: noindex", "noai"], True),
        (["otherbot: noai"], False),
        (["noimageai"], False),
        (["noindex, nofollow"], False),
        (["unavailable_after: Friday, 25-Jun-27 15:00:00 PST, noai"], True),
        (["max-snippet: 20, noai"], True),
        ([""], False),
    ],
)
def test_noai_is_read_for_everybody_and_for_us(values: list[str], expected: bool) -> None:
    assert (reserved([("x-robots-tag", value) for value in values], None, None, URL) is not None) is expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('<meta name="robots" content="noai">', True),
        ("<META CONTENT='index, noai' NAME='Robots' />", True),
        ("<meta name=robots content=noai>", True),
        ('<meta name="pactwatch" content="noai">', True),
        ('<meta name="otherbot" content="noai">', False),
        ('<meta name="robots" content="noimageai">', False),
        ('<meta name="description" content="noai">', False),
        ('<!-- <meta name="robots" content="noai"> -->', False),
        ('<!-- a --><meta name="robots" content="noai">', True),
        ('<metadata name="robots" content="noai">', False),
    ],
)
def test_noai_is_read_in_the_page(tag: str, expected: bool) -> None:
    assert (reserved({}, PAGE.format(tag), None, URL) is not None) is expected


def test_noai_counts_although_mining_is_not_reserved() -> None:
    assert reserved({"tdm-reservation": "0", "x-robots-tag": "noai"}, None, None, URL)


@pytest.mark.parametrize("piece", ["<!--", "<meta ", "<meta a=", "-->", '<meta name="', "<"])
def test_no_page_takes_long(piece: str) -> None:
    started = time.process_time()
    reserved({"x-robots-tag": piece * 1000}, piece * (500_000 // len(piece)), None, URL)
    assert time.process_time() - started < 2.0
