"""A rendered digest as bytes for a mail server (RFC 5322, RFC 2045): every foreign word encoded, nothing injected."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from datetime import date, datetime
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime

from digest.cleaning import clean
from digest.model import Reader, Rendered

# Not EmailMessage: Python 3.11's loses or doubles spaces in long mixed subjects (python/cpython#92081).
_POLICY = compat32.clone(linesep="\r\n", max_line_length=76)
_MAILBOX = re.compile(r"(?P<name>[^<>@\x00-\x1f\x7f-\x9f]*)<(?P<inside>[^<>\s]+)>|(?P<bare>[^<>\s]+)")
_LONGEST = 74  # columns; Header writes up to two more than it is told
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ]+")  # needs neither quotes nor encoding
# As HTML's <input type=email>: no quoted names, no comments, nothing that one server reads otherwise than another.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")


def mailbox(text: str) -> tuple[str, str]:
    """Name and address of "Name <address>", the domain as ASCII (IDNA). Raises ValueError where there is no
    address that every mail server takes.
    """
    found = _MAILBOX.fullmatch(text.strip())
    name, address = (found["name"] or "", found["inside"] or found["bare"]) if found else ("", "")
    local, _, domain = address.rpartition("@")
    with suppress(UnicodeError):
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    if not _ADDRESS.fullmatch(address):
        raise ValueError(f"'{clean(text)}' is not a mail address; write name@example.org or Name <name@example.org>")
    return clean(name).strip('" '), address


def message_id(reader: Reader, day: date, sender: str) -> str:
    """The Message-ID of the reader's digest of that day, the same at every attempt (RFC 5322 section 3.6.4)."""
    key = f"{reader.email}\n{day.isoformat()}".encode("utf-8", "replace")
    return f"<{hashlib.sha256(key).hexdigest()[:32]}@{_domain(mailbox(sender)[1])}>"


def message(rendered: Rendered, reader: Reader, sender: str, message_id: str, date: datetime) -> bytes:
    """The mail to one reader: text and HTML, both base64 UTF-8, CRLF, lines of at most 76 columns (an address
    alone may be longer). `date` is aware. Raises ValueError for a sender or reader without a mail address.
    """
    from_name, from_address = mailbox(sender)
    _, to_address = mailbox(reader.email)
    mail = MIMEMultipart("alternative", boundary=_boundary(message_id), policy=_POLICY)
    mail["From"] = _named("From", from_name, from_address)
    mail["To"] = _named("To", clean(reader.name), to_address)
    mail["Subject"] = _words("Subject", rendered.subject)
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = clean(message_id)
    mail["List-Id"] = f"Pactwatch digest <digest.{_domain(from_address)}>"
    mail["List-Unsubscribe"] = f"<mailto:{from_address}?subject=unsubscribe>"  # One-Click needs https (RFC 8058)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834
    mail["X-Auto-Response-Suppress"] = "All"
    for body, kind in ((rendered.text, "plain"), (rendered.html, "html")):
        mail.attach(MIMEText(_network_lines(body), kind, "utf-8", policy=_POLICY))
    return mail.as_bytes(policy=_POLICY)


def _words(header: str, text: str) -> str:
    return Header(clean(text), "utf-8", header_name=header).encode(maxlinelen=_LONGEST)


def _named(header: str, name: str, address: str) -> str:
    found = Header(header_name=header)
    if name:
        found.append(name, "us-ascii" if _PLAIN_NAME.fullmatch(name) else "utf-8")
    found.append(f"<{address}>" if name else address, "us-ascii")
    return found.encode(maxlinelen=_LONGEST)


def _network_lines(text: str) -> str:
    """CRLF line ends, as text is to have before it becomes base64 (RFC 2045 section 6.8)."""
    return "\r\n".join(text.encode("utf-8", "replace").decode("utf-8").splitlines()) + "\r\n"


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _boundary(message_id: str) -> str:
    """Stable like the Message-ID; base64 holds no "=_", so it cannot occur in a part (RFC 2045 section 6.7)."""
    return f"=_{hashlib.sha256(message_id.encode('utf-8', 'replace')).hexdigest()[:32]}"
