"""One host folder -> Site: what it answers at which address, and which faults it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from fnmatch import fnmatchcase
from functools import partial
from http import HTTPStatus
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scheduler.local_web.address import shape_of
from scheduler.local_web.article import Article, blocks_of
from scheduler.local_web.wire import phrase_of


@dataclass(frozen=True, slots=True)
class Fault:
    """How some addresses of a site misbehave; the first one that applies to a request counts."""

    path: str = "*"  # glob over path and query, e.g. "/rss/*"
    scheme: str = "*"  # "http", "https" or both
    status: int | None = None  # 200 makes a soft error: the error page with a good status
    delay: float = 0.0  # seconds before the answer
    retry_after: int | str | None = None  # seconds or an HTTP date
    drop: bool | int = False  # cut the connection: True at once, a number after so many bytes
    redirect: str | None = None  # Location; `{target}` stands for the path and query asked for
    charset_header: str | None = None  # declared in Content-Type whatever the bytes are

    @property
    def cut(self) -> int | None:
        """After how many bytes the connection is cut, None for never."""
        if isinstance(self.drop, bool):
            return 0 if self.drop else None
        return self.drop

    def hits(self, scheme: str, target: str) -> bool:
        """Tell whether this fault applies to a request."""
        return fnmatchcase(scheme, self.scheme) and fnmatchcase(target, self.path)


@dataclass(frozen=True, slots=True)
class Listed:
    """An address that shows many articles or none: a feed, a list, the home page, robots.txt."""

    path: str  # with the query it insists on; further parameters are ignored
    skin: str
    content_type: str | None = None  # the site's when absent
    items: int = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site has at an address."""

    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Site:
    """A host of the local web. `articles` are sorted newest first."""

    host: str
    name: str
    scheme: str
    charset: str  # the bytes' encoding; what the header declares is `content_type`
    content_type: str
    shapes: tuple[str, ...]  # article addresses such as "/news/{id}"; links use the first
    listed: tuple[Listed, ...]
    faults: tuple[Fault, ...]
    articles: tuple[Article, ...]
    skins: Environment
    modified: datetime  # when a file behind the site last changed

    def answer(self, target: str, now: datetime) -> Answer:
        """Answer for `target` (path and query); an unknown one gets the error page with 404."""
        if article := self._article(target):
            return self._page("article.html", now, article=article)
        for page in self.listed:
            if shape_of(page.path).match(target) is not None:
                shown = self.articles[: page.items]
                return self._page(page.skin, now, page.content_type, articles=shown)
        return self.trouble(HTTPStatus.NOT_FOUND, now)

    def trouble(self, status: int, now: datetime) -> Answer:
        """Answer with the site's error page for `status`."""
        return self._page("error.html", now, status=status, phrase=phrase_of(status))

    def fault_for(self, scheme: str, target: str) -> Fault | None:
        """Return the first fault that applies to a request."""
        return next((fault for fault in self.faults if fault.hits(scheme, target)), None)

    def _article(self, target: str) -> Article | None:
        for shape in self.shapes:
            if found := shape_of(shape).match(target):
                key = "id" if "id" in found else "slug"
                for article in self.articles:
                    if getattr(article, key) == found[key]:
                        return article
        return None

    def _page(self, skin: str, now: datetime, content_type: str | None = None, **shown: Any) -> Answer:
        shown = {"articles": self.articles, "status": 200, **shown}
        text = self.skins.get_template(skin).render(site=self, now=now, **shown)
        body = text.encode(self.charset, errors="xmlcharrefreplace")
        return Answer(shown["status"], content_type or self.content_type, body)


def skins_in(folders: Iterable[str]) -> Environment:
    """Return the Jinja2 environment of a site: skins from `folders`, first found wins."""
    skins = Environment(
        loader=FileSystemLoader(list(folders)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "rfc822": format_datetime,
        "utc": partial(datetime.astimezone, tz=UTC),
        "blocks": blocks_of,
    }
    skins.filters.update(filters)
    return skins
