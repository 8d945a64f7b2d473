from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.cleaning import clean
from digest.message import mailbox, message, message_id
from digest.model import Reader, Rendered

SENDER = "Pactwatch <digest@example.org>"
WHEN = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)
READER = Reader("reader@example.net", "김 하늘")
HEADERS = [
    "Content-Type", "MIME-Version", "From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe",
    "Auto-Submitted", "X-Auto-Response-Suppress",
]  # fmt: skip

WORDS = (
    "경북테크노파크 · 협약 체결 Straße Übergröße – „Zusammenarbeit“ 連携協定 締結 اتفاقية تعاون Biên bản ghi nhớ "
    'Café 12 new … 🤝🏽 a, b; (c) "d" =?utf-8?q?x?= =?x?= ?= \r\nBcc:all@example.org \x00 \u2028X-Evil:1 '
    "\x85 <a@b> \\ \ud800 e\u0301 : ."
)


def _mail(rendered: Rendered, reader: Reader = READER, sender: str = SENDER) -> bytes:
    return message(rendered, reader, sender, message_id(reader, date(2026, 11, 26), sender), WHEN)


def _plain(subject: str) -> Rendered:
    return Rendered(subject, "<p>안녕하세요</p>\n", "안녕하세요\n")


def _decoded(header: str) -> str:
    return str(make_header(decode_header(header)))


def _hostile_subjects() -> list[str]:
    chance = random.Random(20261126)
    words = WORDS.split(" ")
    return [" ".join(chance.choices(words, k=chance.randint(0, 25))) for _ in range(500)]


def test_five_hundred_hostile_subjects_arrive_as_they_were_and_add_no_header():
    for subject in _hostile_subjects():
        mail = message_from_bytes(_mail(_plain(subject)))
        assert _decoded(mail["Subject"]) == clean(subject)
        assert mail.keys() == _order(mail.keys())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.text(max_size=60))
def test_any_subject_and_any_name_survive(subject, name):
    mail = message_from_bytes(_mail(_plain(subject), replace(READER, name=name)))
    assert _decoded(mail["Subject"]) == clean(subject)
    written, address = parseaddr(mail["To"])
    assert address == READER.email
    assert _decoded(written) == clean(name)
    assert mail.keys() == _order(mail.keys())


def _order(keys: list[str]) -> list[str]:
    assert sorted(keys) == sorted(HEADERS)
    return keys


def test_both_parts_are_base64_utf8_text_first():
    text, page = message_from_bytes(_mail(_plain("x"))).get_payload()
    for part, kind in ((text, "text/plain"), (page, "text/html")):
        assert part.get_content_type() == kind
        assert part.get_content_charset() == "utf-8"
        assert part["Content-Transfer-Encoding"] == "base64"
        assert "안녕하세요" in part.get_payload(decode=True).decode()


def test_lines_end_with_crlf_and_have_at_most_76_columns():
    for subject in _hostile_subjects()[:100]:
        raw = _mail(_plain(subject), replace(READER, name="Ein sehr langer Name " * 6 + "김"))
        assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
        assert max(raw.split(b"\r\n"), key=len)[76:] == b""
        assert raw.isascii()


def test_the_headers_say_what_the_mail_is():
    mail = message_from_bytes(_mail(_plain("x")))
    assert mail["List-Id"] == "Pactwatch digest <digest.example.org>"
    assert mail["List-Unsubscribe"] == "<mailto:digest@example.org?subject=unsubscribe>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert parsedate_to_datetime(mail["Date"]) == WHEN
    assert parseaddr(mail["From"]) == ("Pactwatch", "digest@example.org")


def test_the_same_digest_is_the_same_bytes():
    assert _mail(_plain("x")) == _mail(_plain("x"))


def test_the_message_id_belongs_to_reader_and_day():
    one = message_id(READER, date(2026, 11, 26), SENDER)
    assert one == message_id(replace(READER, name="Other", locale="ko"), date(2026, 11, 26), SENDER)
    assert one != message_id(READER, date(2026, 11, 27), SENDER)
    assert one != message_id(replace(READER, email="b@example.net"), date(2026, 11, 26), SENDER)
    assert one.endswith("@example.org>")
    assert READER.email.split("@")[0] not in one


@pytest.mark.parametrize(
    "text",
    ["", "Pactwatch", "a@", "@b", "a@b@c", "a b@c", "a@b\r\nBcc: d@e", "김@example.org", "a@exa mple.org", "a@b..c"],
)
def test_what_is_no_address_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="is not a mail address; write"):
        mailbox(text)


def test_a_domain_of_other_letters_is_written_in_ascii():
    assert mailbox("Büro <a@bücher.example>") == ("Büro", "a@xn--bcher-kva.example")
