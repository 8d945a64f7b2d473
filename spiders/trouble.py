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
    known = next((words for kind, words in _WORDS if isinstance(error, kind)), None)
    if known is None and isinstance(error, IgnoreRequest):
        return str(error)
    return known or "the connection was lost"


def _is_certificate(error: Exception) -> bool:
    failures = getattr(error.__cause__, "reasons", ())  # of twisted.web.client.ResponseFailed
    return any(_is_unverified(failure.value) for failure in failures)


def _is_unverified(reason: BaseException) -> bool:
    is_chain = isinstance(reason, SSL.Error) and "certificate verify failed" in str(reason)
    return is_chain or isinstance(reason, VerificationError)  # the latter: another host's
