"""WordPress's REST interface -> entries (https://developer.wordpress.org/rest-api/reference/posts/)."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from crawler.entries import FeedError, distinct, plain_title, web_address
from crawler.identity import identity_of
from crawler.json_feeds import parsed, text_at
from crawler.model import Entry

# The fields that are not asked for are many times as large.
_ASKED_FOR = {"per_page": "20", "_fields": "link,title,date,date_gmt,content"}


def posts_address(url: str) -> str:
    """Return the address of a list of posts that asks for few and small ones, unless `url` itself says how many."""
    query = urlsplit(url).query
    missing = [f"{key}={value}" for key, value in _ASKED_FOR.items() if key not in parse_qs(query)]
    if not missing:
        return url
    return url.partition("#")[0].rstrip("?&") + ("&" if query else "?") + "&".join(missing)


def post_entries(body: bytes, url: str, content_type: str | None = None) -> list[Entry]:
    """Return the posts of an answer to /wp-json/wp/v2/posts, newest first as they come; at most 2,000.

    Raises FeedError when `body` is not a list of posts.
    """
    posts = parsed(body, content_type)
    if not isinstance(posts, list):
        raise FeedError("not a list of WordPress posts: the address should end in /wp-json/wp/v2/posts")
    return distinct(filter(None, (_entry(post, url) for post in posts)))


def _entry(post: object, url: str) -> Entry | None:
    link = text_at(post, "link")
    address = web_address(link, url) if link else None
    if address is None:
        return None
    return Entry(
        url=address,
        identity=identity_of(address),
        title=plain_title(text_at(post, "title", "rendered")),
        published=_published(post),
        content=text_at(post, "content", "rendered"),
    )


def _published(post: object) -> str | None:
    """The moment in UTC, which WordPress writes without saying so; else as the site's clock shows it."""
    in_utc = text_at(post, "date_gmt") or ""
    # Midnight means that no time is known: of which day, the site's clock must say. 0000-00-00T00:00:00 is no date.
    if not in_utc or in_utc.endswith("T00:00:00"):
        return text_at(post, "date")
    return in_utc if in_utc.endswith("Z") else f"{in_utc}Z"
