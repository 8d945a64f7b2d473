"""Delivery to real servers on the loopback: aiosmtpd with scripted answers, and raw sockets for the rude ones."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from digest.model import Delivery, SmtpServer
from digest.smtp import deliver_by_smtp
from scheduler.local_web.certificates import Authority

MAIL = b"Subject: x\r\n\r\n.a line that begins with a dot\r\nbody\r\n"


@dataclass
class Script:
    """Answers as told; None is the server's own answer."""

    mail: str | None = None
    rcpt: str | None = None
    data: str | None = None
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:
        envelope.mail_from = address
        return self.mail or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return self.data or "250 OK"


@contextmanager
def _serving(script: Script, **options) -> Iterator[SmtpServer]:
    controller = Controller(script, hostname="127.0.0.1", port=_free_port(), **options)
    controller.start()
    try:
        yield SmtpServer("127.0.0.1", controller.port, "none")
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _deliver(server: SmtpServer, recipient: str = "reader@example.org", timeout: float = 5) -> Delivery:
    return asyncio.run(deliver_by_smtp(server, "Pactwatch <p@example.org>", recipient, MAIL, timeout))


def test_a_digest_is_taken_with_one_sender_and_one_recipient():
    script = Script()
    with _serving(script) as server:
        assert _deliver(server) == Delivery("sent", 250, "OK")
    assert script.taken == [("p@example.org", ["reader@example.org"], MAIL)]


CODES = [
    ("mail", 421, "deferred"), ("mail", 450, "deferred"), ("mail", 451, "deferred"), ("mail", 452, "deferred"),
    ("mail", 550, "bounced"), ("mail", 552, "bounced"), ("mail", 553, "bounced"),
    ("rcpt", 421, "deferred"), ("rcpt", 450, "deferred"), ("rcpt", 451, "deferred"), ("rcpt", 452, "deferred"),
    ("rcpt", 550, "bounced"), ("rcpt", 551, "bounced"), ("rcpt", 553, "bounced"),
    ("data", 421, "deferred"), ("data", 451, "deferred"), ("data", 452, "deferred"),
    ("data", 550, "bounced"), ("data", 552, "bounced"), ("data", 554, "bounced"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "code", "state"), CODES)
def test_every_code_has_its_state(step, code, state):
    with _serving(Script(**{step: f"{code} because"})) as server:
        assert _deliver(server) == Delivery(state, code, "because")


def test_nobody_there_is_deferred():
    found = _deliver(SmtpServer("127.0.0.1", _free_port(), "none"))
    assert (found.state, found.code) == ("deferred", None)
    assert "no session with the mail server" in found.words


def test_a_wrong_password_is_ours_to_mend_and_deferred():
    refuse = {"authenticator": lambda *_: AuthResult(success=False, handled=False), "auth_require_tls": False}
    with _serving(Script(), **refuse) as server:
        found = _deliver(SmtpServer(server.host, server.port, "none", "me", "wrong"))
    assert (found.state, found.code) == ("deferred", 535)


def test_user_and_password_open_the_door():
    seen = []

    def check(server, session, envelope, mechanism, login):
        seen.append((login.login, login.password))
        return AuthResult(success=True)

    with _serving(Script(), authenticator=check, auth_require_tls=False) as server:
        assert _deliver(SmtpServer(server.host, server.port, "none", "me", "secret")).state == "sent"
    assert seen == [(b"me", b"secret")]


def test_a_server_without_starttls_gets_nothing_in_the_clear():
    script = Script()
    with _serving(script) as server:
        found = _deliver(SmtpServer(server.host, server.port, "starttls"))
    assert found.state == "deferred"
    assert not script.taken


def test_the_certificate_is_checked(tmp_path):
    authority = Authority(tmp_path)
    context = authority.context_for("localhost")
    with _serving(Script(), tls_context=context, require_starttls=True) as server:
        trusted = SmtpServer("localhost", server.port, "starttls", ca_file=authority.ca_file)
        assert _deliver(trusted).state == "sent"
        for distrusted in (
            SmtpServer("localhost", server.port),
            SmtpServer("127.0.0.1", server.port, ca_file=authority.ca_file),
        ):
            found = _deliver(distrusted)
            assert found.state == "deferred"
            assert "certificate" in found.words.lower()


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b\r\nRCPT TO:<c@d>", "a@b>\r\nDATA", "김@example.org", "a@x, b@y"]
)
def test_an_address_that_cannot_be_written_to_bounces_before_any_connection(address):
    found = _deliver(SmtpServer("127.0.0.1", 1, "none"), address)
    assert (found.state, found.code) == ("bounced", None)
    assert "is not a mail address" in found.words


# The rude: each gets the lines that it says after each of ours; None hangs up, "" says nothing.
HELLO, OK, GO = b"220 hello\r\n", b"250 ok\r\n", b"354 go on\r\n"
RUDE = [
    ("silent from the start", [b""], "deferred", None),
    ("hangs up at once", [None], "deferred", None),
    ("greets with 554", [b"554 no service\r\n"], "deferred", 554),
    ("greets with 421", [b"421 busy\r\n"], "deferred", 421),
    ("greets with nonsense", [b"HTTP/1.1 400 Bad Request\r\n\r\n"], "deferred", None),
    ("refuses to be greeted", [HELLO, b"554 no\r\n", b"554 no\r\n"], "deferred", 554),
    ("silent after EHLO", [HELLO, b""], "deferred", None),
    ("hangs up after MAIL", [HELLO, OK, None], "deferred", None),
    ("silent after RCPT", [HELLO, OK, OK, b""], "deferred", None),
    ("refuses DATA for now", [HELLO, OK, OK, OK, b"451 later\r\n"], "deferred", 451),
    ("refuses DATA", [HELLO, OK, OK, OK, b"554 no\r\n"], "bounced", 554),
    ("says yes to DATA instead of go on", [HELLO, OK, OK, OK, OK], "unknown", 250),
    ("hangs up after the data", [HELLO, OK, OK, OK, GO, None], "unknown", None),
    ("silent after the data", [HELLO, OK, OK, OK, GO, b""], "unknown", None),
    ("answers nonsense after the data", [HELLO, OK, OK, OK, GO, b"hm\r\n"], "unknown", None),
    ("hangs up after it took the data", [HELLO, OK, OK, OK, GO, OK, None], "sent", 250),
    ("silent after it took the data", [HELLO, OK, OK, OK, GO, OK, b""], "sent", 250),
]


@pytest.mark.parametrize(("says", "state", "code"), [case[1:] for case in RUDE], ids=[case[0] for case in RUDE])
def test_a_rude_server_has_its_state(says, state, code):
    found = asyncio.run(_deliver_to_rude(says))
    assert (found.state, found.code) == (state, code)
    assert found.words


async def _deliver_to_rude(says: list[bytes | None]) -> Delivery:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for line in says:
            if line is None:
                break
            writer.write(line)
            await writer.drain()
            await reader.readuntil(b"\r\n.\r\n" if line == GO else b"\r\n")
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        server = SmtpServer("127.0.0.1", port, "none")
        return await deliver_by_smtp(server, "p@example.org", "reader@example.org", MAIL, timeout=0.2)
