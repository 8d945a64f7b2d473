"""A page that lists articles -> its entries: which links are articles is said by the source, or learned."""

from __future__ import annotations

import re

from crawler.lists.page import list_page
from crawler.lists.rows import linked_rows, rows_of
from crawler.lists.script_links import scripted_links
from crawler.lists.templates import WORTH_WATCHING, article_templates, entries_of
from crawler.model import Entry


def list_entries(
    body: bytes, url: str, content_type: str | None, item: str | None, link: str | None = None
) -> list[Entry]:
    """Return one entry per article that the page at `url` links, in page order; at most 2,000.

    An article is a link whose absolute URL the regular expression `item` matches in full. With `link`, `item` is
    searched in script links instead, written as name="value", and its groups fill {1}, {2} of `link`. Without `item`
    the best template of the page is taken, if it is good enough to be watched (crawler.lists.templates).

    The title is the text of the link in a heading, else the longest one; the date is the string that a row of the
    list has beside the link. A page without such links, or one that is no HTML, has no entries.
    """
    if item is None:
        best = next(iter(article_templates(body, url, content_type)), None)
        return list(best.entries) if best and best.score >= WORTH_WATCHING else []
    page = list_page(body, url, content_type)
    if page is None:
        return []
    pattern = re.compile(item)
    rows = linked_rows(page, pattern) if link is None else rows_of(scripted_links(page, pattern, link))
    return list(entries_of(rows))
