"""The words of a page's links, and of its own address: what the site and its sections are called."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.identity import identity_of
from crawler.title_lines import folded

_LONGEST_NAME = 40  # characters of a section's name in a menu
_LEAST_HOST = 5  # letters of a host that is a name


class Links:
    """The words of a page's links: what a menu calls a section is no title."""

    def __init__(self, tree: HtmlElement, url: str) -> None:
        self._tree, self._url = tree, url

    def lead_elsewhere(self, line: str) -> bool:
        """Tell whether a line is the whole text of a link to another page."""
        return len(line) <= _LONGEST_NAME and any(map(self._is_elsewhere, self._addresses.get(folded(line), ())))

    def are_of(self, part: str) -> bool:
        """Tell whether a part of a line holds the name in the host: "The Daily Lindental" on lindental.example."""
        labels = (urlsplit(self._url).hostname or "").split(".")[:-1]
        name = folded(max(labels, key=len, default=""))
        return len(part) <= _LONGEST_NAME and len(name) >= _LEAST_HOST and name in folded(part)

    def _is_elsewhere(self, href: str) -> bool:
        try:
            return identity_of(urljoin(self._url, href)) != identity_of(self._url)
        except ValueError:
            return False

    @cached_property
    def _addresses(self) -> dict[str, set[str]]:
        found = defaultdict(set)
        for link in self._tree.iter("a"):
            href, words = (link.get("href") or "").strip(), "".join(link.itertext()).strip()
            if words and len(words) <= _LONGEST_NAME and not href.startswith(("#", "javascript:")) and href:
                found[folded(words)].add(href)
        return dict(found)
