"""What can keep a page from being fetched, and how to say it."""

from __future__ import annotations

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionClosed


class Refused(IgnoreRequest):
    """The guard does not let us go there; the message is one sentence."""


class Spent(IgnoreRequest):
    """As many requests were sent as may be sent on this errand."""


class RobotsForbid(IgnoreRequest):
    """robots.txt forbids it."""


class RobotsUnreachable(IgnoreRequest):
    """The host is in no state to say what it permits, which forbids everything for the time being."""

    def __init__(self, words: str, retry_after: str | None = None) -> None:
        super().__init__(words)
        self.retry_after = retry_after  # the header


class HostUnreachable(RobotsUnreachable):
    """Not even robots.txt could be asked for."""


# What a download can raise; anything else is a mistake of ours.
TROUBLE = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    TunnelError,
    ConnectError,
    ConnectionClosed,
    OSError,
)
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, "the host name cannot be resolved"),
    (DownloadConnectionRefusedError, "the connection was refused"),
    (DownloadTimeoutError, "no complete answer in time"),
    (ResponseDataLossError, "the answer broke off"),
    (DownloadFailedError, "no valid answer"),
    (TunnelError, "the proxy does not reach the host"),
)


def is_too_large(error: Exception) -> bool:
    """Tell whether the size cap ended the download; Scrapy says so in words only."""
    return isinstance(error, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(error)


def sentence(error: Exception) -> str:
    """Say what happened in a few words."""
    if _is_certificate(error):
        return "the certificate is not trusted"
    if isinstance(error, IgnoreRequest):
        return str(error)
    if _tls_failures(error):
        return "no secure connection can be agreed on (TLS)"
    return next((words for kind, words in _WORDS if isinstance(error, kind)), "the connection was lost")


def word_of(error: Exception) -> str:
    """Say what it shows of the source's health: a word of docs/health.md."""
    if _tls_failures(error):
        return "tls"
    if isinstance(error, RobotsForbid | RobotsUnreachable) and not isinstance(error, HostUnreachable):
        return "robots"
    if isinstance(error, Refused):
        return "refused"
    return "unreadable" if is_too_large(error) else "unreachable"


def _is_certificate(error: Exception) -> bool:
    return not isinstance(error, IgnoreRequest) and any(map(_is_unverified, _tls_failures(error)))


def _tls_failures(error: Exception) -> list[BaseException]:
    """What went wrong with TLS, also when robots.txt was asked for; empty if nothing did."""
    cause = error.__cause__ if isinstance(error, HostUnreachable) else error
    failures = getattr(cause and cause.__cause__, "reasons", ())  # of twisted.web.client.ResponseFailed
    return [failure.value for failure in failures if _is_tls(failure.value)]


def _is_tls(reason: BaseException) -> bool:
    was_cut = isinstance(reason, SSL.SysCallError) or "unexpected eof" in str(reason).lower()
    return isinstance(reason, SSL.Error | VerificationError) and not was_cut


def _is_unverified(reason: BaseException) -> bool:
    is_chain = isinstance(reason, SSL.Error) and "certificate verify failed" in str(reason)
    return is_chain or isinstance(reason, VerificationError)  # the latter: another host's
