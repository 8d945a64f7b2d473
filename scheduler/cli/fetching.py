"""One page for `read URL`, fetched as politely and as guarded as any other."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from crawler.model import FetchPolicy, Page, Source, Watch
from scheduler.cli.load import settings
from scheduler.errors import UsageError
from scheduler.records import Record
from spiders.fetching import fetching, page_of
from spiders.reactor import run_with_reactor
from spiders.trouble import TROUBLE, sentence


def fetched(url: str) -> Record:
    """Fetch a page and make a line of `read --jsonl` of it. Raises UsageError with what kept it away."""
    policy, pages = settings().fetch_policy, list[Page]()

    async def errand() -> int:
        pages.append(await _fetch(url, policy))
        return 0

    run_with_reactor(errand)
    page = pages[0]
    return {
        "id": url,
        "url": page.final_url,
        "html_base64": base64.b64encode(page.body).decode(),
        "content_type": page.content_type,
    }


async def _fetch(url: str, policy: FetchPolicy) -> Page:
    source = Source("read", url, url, "ZZ", "UTC", (Watch("feed", url),))
    async with fetching(policy, source) as fetcher:
        try:
            page = page_of(url, await fetcher.fetch(url), datetime.now(UTC))
        except TROUBLE as error:
            raise UsageError(f"{url} cannot be fetched: {sentence(error)}") from error
    if page.status != 200:
        raise UsageError(f"{url} cannot be fetched: it answers HTTP {page.status}")
    return page
