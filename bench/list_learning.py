"""How long does it take to learn a list page of many links? Run: python bench/list_learning.py"""

from __future__ import annotations

import time

from crawler.lists.listings import list_entries
from crawler.lists.templates import article_templates

URL = "https://news.example.kr/news/articleList.html"
WORDS = ("city", "port", "agreement", "hydrogen", "research", "signs", "with", "new", "institute", "harbour", "young")
ROW = '<li><a href="/news/articleView.html?idxno={n}">{title}</a> <span>2026.03.01 10:30</span></li>'


def page(links: int) -> bytes:
    """Return a list of `links` articles with dates, each title its own."""
    titles = (" ".join(WORDS[(n // len(WORDS) ** k) % len(WORDS)] for k in range(8)) for n in range(links))
    return f"<ul>{''.join(ROW.format(n=n, title=title) for n, title in enumerate(titles))}</ul>".encode()


def main() -> None:
    """Print seconds per page, learned and with the item given."""
    for links in (20, 1_000, 5_000, 10_000, 15_000):
        body = page(links)
        start = time.perf_counter()
        best = article_templates(body, URL, None)[0]
        learned = time.perf_counter()
        list_entries(body, URL, None, best.item)
        given = time.perf_counter()
        print(f"{links:6} links: learned in {learned - start:.3f} s, read in {given - learned:.3f} s")


if __name__ == "__main__":
    main()
