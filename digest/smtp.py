"""Delivery by SMTP (RFC 5321): one envelope, one recipient, and an honest answer to how it ended."""

from __future__ import annotations

import asyncio

import aiosmtplib
from aiosmtplib import SMTP

from digest.cleaning import clean
from digest.message import mailbox
from digest.model import Delivery, SmtpServer

TIMEOUT = 30.0  # seconds for every answer of the server
# RFC 5321 section 4.5.3.2.6 allows a server ten minutes to think about the data. The longer we wait, the
# fewer deliveries end as unknown.
DATA_PATIENCE = 4
_TROUBLE = (aiosmtplib.SMTPException, OSError, asyncio.TimeoutError)


async def deliver_by_smtp(
    server: SmtpServer, sender: str, recipient: str, message: bytes, timeout: float = TIMEOUT
) -> Delivery:
    """Hand the message to the server. Never raises for what the server or the network does:

    sent      the server took it (2xx after the data)
    deferred  no connection, no session (TLS, login: ours to mend), or 4xx; nothing was taken, try again
    bounced   5xx to sender, recipient or data, or an address that cannot be written to
    unknown   the connection broke after DATA began: the mail may have arrived (RFC 1047)
    """
    try:
        envelope = mailbox(sender)[1], mailbox(recipient)[1]
    except ValueError as error:
        return Delivery("bounced", None, str(error))
    smtp = _client(server, timeout)
    try:
        return await _session(smtp, server, *envelope, message, timeout)
    finally:
        smtp.close()


def _client(server: SmtpServer, timeout: float) -> SMTP:
    return SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.tls == "tls",
        start_tls=server.tls == "starttls",
        validate_certs=True,
        cert_bundle=str(server.ca_file) if server.ca_file else None,
        timeout=timeout,
    )


async def _session(
    smtp: SMTP, server: SmtpServer, sender: str, recipient: str, message: bytes, timeout: float
) -> Delivery:
    step = "session"
    try:
        await smtp.connect()
        if server.user:
            await smtp.login(server.user, server.password or "")
        step = "envelope"
        await smtp.mail(sender)
        await smtp.rcpt(recipient)
        step = "data"
        reply = await smtp.data(message, timeout=timeout * DATA_PATIENCE)
    except _TROUBLE as error:
        return _failed(error, step)
    await _goodbye(smtp)
    return Delivery("sent", reply.code, clean(reply.message))


def _failed(error: BaseException, step: str) -> Delivery:
    """4xx and 5xx to this mail say that it was not taken; without a code the step tells what may have happened."""
    code = _code(error)
    if step == "session" or isinstance(error, aiosmtplib.SMTPHeloError):
        return Delivery("deferred", code, f"no session with the mail server: {_words(error)}")
    otherwise = "unknown" if step == "data" else "deferred"
    return Delivery({4: "deferred", 5: "bounced"}.get((code or 0) // 100, otherwise), code, _words(error))


async def _goodbye(smtp: SMTP) -> None:
    try:
        await smtp.quit(timeout=1)
    except _TROUBLE:  # the mail is taken, however the session ends
        return


def _code(error: BaseException) -> int | None:
    code = error.code if isinstance(error, aiosmtplib.SMTPResponseException) else None
    return code if code and code > 0 else None


def _words(error: BaseException) -> str:
    said = error.message if isinstance(error, aiosmtplib.SMTPException) else str(error)
    return clean(said) or type(error).__name__
