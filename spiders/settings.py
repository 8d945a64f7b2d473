"""How politely and how carefully Scrapy fetches: the only place that says so."""

from __future__ import annotations

from typing import Any

from crawler.model import FetchPolicy, Source

POLICY = "FETCH_POLICY"  # the setting that carries the FetchPolicy to handler and middlewares
MOST = "MOST_REQUESTS"  # and how many requests the errand may send, None for any number
SENT = "downloader/request_count"  # where Scrapy's own statistics count them
MOST_REDIRECTS = 5
SHORTEST_DELAY = 0.001  # seconds; without any delay Scrapy 2.19 starts all waiting requests of a host at once

_STOCK = "scrapy.downloadermiddlewares."
_EXTENSIONS = "scrapy.extensions."
_HTTP = "spiders.handler.VerifyingHandler"


def crawl_settings(policy: FetchPolicy, source: Source, most: int | None = None) -> dict[str, Any]:
    """Scrapy settings for one visit to `source`, with at most so many requests of whatever kind."""
    return {
        POLICY: policy,
        MOST: most,
        "USER_AGENT": policy.user_agent,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
        # one request at a time and host, with a pause after it
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": max(source.delay if policy.delay is None else policy.delay, SHORTEST_DELAY),
        "DOWNLOAD_DELAY_JITTER": 0.0,
        # caps: the timeout is a total one, the size is of the decompressed body (stock: 180 s, 1 GiB)
        "DOWNLOAD_TIMEOUT": policy.timeout,
        "DOWNLOAD_MAXSIZE": policy.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": MOST_REDIRECTS,
        "METAREFRESH_ENABLED": False,
        # 429 and 503 are an answer: the next visit comes when Retry-After says so
        "RETRY_TIMES": 1,
        "RETRY_HTTP_CODES": [500, 502, 504, 522, 524, 408],
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        # nothing but http and https, certificates verified (stock: not), no names remembered
        "DOWNLOAD_HANDLERS": {"http": _HTTP, "https": _HTTP, "file": None, "data": None, "ftp": None, "s3": None},
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DNSCACHE_ENABLED": False,
        "HTTPPROXY_ENABLED": policy.proxy is not None,  # else the environment's proxies would be used
        # nothing that tells one visit from another
        "COOKIES_ENABLED": False,
        "REFERRER_POLICY": "no-referrer",
        "DOWNLOADER_MIDDLEWARES": {
            "spiders.middlewares.AddressGuard": 10,
            _STOCK + "robotstxt.RobotsTxtMiddleware": None,  # lets requests through while it waits, see ObeyRobots
            "spiders.middlewares.ObeyRobots": 100,
            _STOCK + "httpauth.HttpAuthMiddleware": None,
            _STOCK + "httpcompression.HttpCompressionMiddleware": None,
            "spiders.middlewares.Decompression": 590,
            "spiders.middlewares.MostRequests": 840,  # right before Scrapy's own count
            "spiders.middlewares.ConnectionGuard": 990,
        },
        # no consoles, no remote control; limits of memory are the process's own
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "LOGSTATS_INTERVAL": 0,
        "STATS_DUMP": False,
        "EXTENSIONS": {
            _EXTENSIONS + name: None
            for name in ("telnet.TelnetConsole", "remote_control.RemoteControl", "feedexport.FeedExporter")
        },
    }
