from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.decoding import decode

KOREAN = "테크노파크가 똠방각하와 업무협약을 체결했다고 2일 밝혔다"
GERMAN = "Südkoreanische Delegation für Öl und Gas"


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (KOREAN.encode(), None),
        (KOREAN.encode(), "text/html; charset=euc-kr"),
        (KOREAN.encode(), "text/html; charset=iso-8859-1"),
        (KOREAN.encode("utf-8-sig"), None),
        (KOREAN.encode("utf-16"), None),
        (KOREAN.encode("cp949"), None),
        (KOREAN.encode("cp949"), "text/html; charset=euc-kr"),
        (KOREAN.encode("cp949"), "text/html; charset=ks_c_5601-1987"),
        (KOREAN.encode("cp949"), "text/html; charset=x-windows-949"),
        (KOREAN.encode("cp949"), "text/html; charset=utf-8"),
        (KOREAN.encode("cp949"), "text/html; charset=ISO-8859-1"),
        (KOREAN.encode("cp949"), "text/html; charset=nonsense"),
        (KOREAN.encode("cp949"), "text/html; charset=unicode_escape"),
    ],
)
def test_korean_is_read_whatever_the_header_says(body: bytes, header: str | None) -> None:
    assert decode(body, header) == KOREAN


@pytest.mark.parametrize("declaration", ['<meta charset="euc-kr">', '<?xml version="1.0" encoding="euc-kr"?>'])
def test_the_charset_in_the_page_counts_where_the_header_is_wrong(declaration: str) -> None:
    assert decode((declaration + KOREAN).encode("cp949"), "text/html; charset=utf-8") == declaration + KOREAN


def test_one_bad_byte_costs_one_character_of_a_utf8_text() -> None:
    assert decode(KOREAN[:8].encode() + b"\xff" + KOREAN[8:].encode()) == f"{KOREAN[:8]}\ufffd{KOREAN[8:]}"


def test_one_bad_byte_leaves_a_german_utf8_text_readable() -> None:
    assert decode(GERMAN.encode() + b"\xe9 " + GERMAN.encode(), "text/html; charset=utf-8").count("\ufffd") == 1


def test_one_bad_byte_leaves_a_cp949_page_readable() -> None:
    page = b'<meta charset="euc-kr">' + KOREAN.encode("cp949") + b"\xff " + KOREAN.encode("cp949")
    assert decode(page).count(KOREAN) == 2


def test_a_cut_multi_byte_character_is_no_reason_to_change_the_charset() -> None:
    assert decode(KOREAN.encode()[:-1]).startswith(KOREAN[:-1])


def test_a_declared_single_byte_charset_is_used() -> None:
    assert decode(GERMAN.encode("latin-1"), "text/html; charset=iso-8859-1") == GERMAN


def test_japanese_is_read_as_declared() -> None:
    assert decode("東京都が協定を締結".encode("shift_jis"), "text/html; charset=Shift_JIS") == "東京都が協定を締結"


def test_what_a_database_refuses_is_taken_out() -> None:
    assert decode(b"a\0b" + "\ud800".encode("utf-8", "surrogatepass") + b"c").replace("\ufffd", "") == "abc"


@given(st.binary(max_size=300), st.text(max_size=30))
def test_no_bytes_and_no_header_raise(body: bytes, charset: str) -> None:
    text = decode(body, f"text/html; charset={charset}")
    assert "\0" not in text
    text.encode("utf-8")
