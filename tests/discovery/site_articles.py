"""The articles of a site: invented stories under the ids and slugs that its family gives them."""

from __future__ import annotations

import base64
import hashlib
import random
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from invented_news import Story, stories
from site_pages import quoted
from site_tables import NOW, WebSite

from scheduler.local_web.article import slug_of


def articles_of(site: WebSite) -> Iterator[str]:
    """Return the article files of a site, newest first."""
    values = site.values
    local = NOW.astimezone(ZoneInfo(values["timezone"])).replace(tzinfo=None)
    told = stories(values["language"], values["count"], site.host, local, values["every"])
    chance = random.Random(site.host)
    number = values["first_id"] + values["step"] * 4 * len(told)
    for story in told:
        number -= chance.randint(1, values["step"] * 2)
        ident = _ident(values["ids"], number, story)
        yield _article(site, story, ident, _slug(values, story, ident, number))


def _ident(kind: str, number: int, story: Story) -> str:
    if kind == "digits17":
        return story.published.strftime("%Y%m%d%H%M") + f"{number % 100000:05}"
    if kind == "alnum":
        digest = hashlib.sha256(f"{number}{story.title}".encode())
        return f"B{number:012}{base64.b64encode(digest.digest()).decode().replace('+', 'x').replace('/', 'y')[:6]}"
    return str(number)


def _slug(values: Mapping[str, Any], story: Story, ident: str, number: int) -> str:
    if values["slug"] == "packed":  # an address inside an address
        inner = values["packed"].replace("{id}", ident).replace("{n}", str(number % 97))
        return base64.b64encode(inner.encode()).decode() + values.get("packed_end", "")
    return slug_of(story.title)[:70].strip("-")


def _article(site: WebSite, story: Story, ident: str, slug: str) -> str:
    sections = sorted(site.values.get("sections", {}))
    keys: dict[str, Any] = {"id": ident, "slug": slug, "title": story.title, "body": "\n\n".join(story.paragraphs)}
    if sections:
        keys["section"] = random.Random(f"{site.host}{ident}").choice(sections)
    return "".join(f"{k} = {quoted(v)}\n" for k, v in keys.items()) + f"published = {story.published.isoformat()}\n"
