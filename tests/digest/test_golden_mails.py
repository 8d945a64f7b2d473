"""Whole mails as they were once read and found good. After a change that is meant, renew and read them:

PACTWATCH_RENEW_GOLDEN=1 .venv/bin/pytest -n0 tests/digest/test_golden_mails.py && git diff tests/digest/golden
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from digest.edition import edition
from digest.message import message, message_id
from digest.model import Health

GOLDEN = Path(__file__).parent / "golden"
SENDER = "Pactwatch <digest@example.org>"
END = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)
START = END - timedelta(days=1)
HEALTH = {
    0: Health(212),
    1: Health(212),
    5: Health(212, (("Rhein-Anzeiger", "HTTP 503"), ("강변일보", "silent since Nov 20"))),
}


@pytest.mark.parametrize("locale", ["en", "ko", "de", "vi"])
@pytest.mark.parametrize("number", [0, 1, 5])
def test_the_mail_reads_as_it_did(locale, number, five, reader):
    digest, rendered = edition(five[:number], reader(locale), START, END, HEALTH[number])
    mail = message(rendered, digest.reader, SENDER, message_id(digest.reader, digest.day, SENDER), END)
    _compare(f"{locale}-{number}.txt", _readable(mail))
    if number == 1:
        _compare(f"{locale}-{number}.html", rendered.html)


def _readable(mail: bytes) -> str:
    read = message_from_bytes(mail)
    headers = [f"{name}: {make_header(decode_header(' '.join(value.split())))}" for name, value in read.items()]
    text = read.get_payload(0).get_payload(decode=True).decode().replace("\r\n", "\n")
    return "\n".join(headers) + "\n\n" + text


def _compare(name: str, found: str) -> None:
    path = GOLDEN / name
    if os.environ.get("PACTWATCH_RENEW_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")
