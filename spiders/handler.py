"""The download handler: Scrapy's own on Twisted, whose connections pass the guard, with our choice of trust."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from twisted.internet.ssl import Certificate, trustRootFromCertificates
from twisted.web.client import BrowserLikePolicyForHTTPS

from spiders.settings import POLICY

_END = b"-----END CERTIFICATE-----"


class VerifyingHandler(HTTP11DownloadHandler):
    """Verifies certificates: against the policy's authorities if it names some, else against the system's."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        ca_file = crawler.settings[POLICY].ca_file
        if ca_file is not None:
            trust: Any = trustRootFromCertificates  # twisted is typed in part
            policy: Any = BrowserLikePolicyForHTTPS
            self._contextFactory = policy(trust(_certificates(ca_file)))


def _certificates(ca_file: Path) -> list[Certificate]:
    blocks = ca_file.read_bytes().split(_END)[:-1]
    return [Certificate.loadPEM(block + _END) for block in blocks]
