"""A small site of a city on the local web, and the search for a way to watch it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.finding import Finding
from scheduler.local_web import LocalWeb
from spiders.discovering import MOST_REQUESTS, discover

NOW = datetime.fromisoformat("2026-04-01T09:00:00+00:00")
HOST = "city.example.kr"
HOME = f"https://{HOST}/"
XML = re.compile(r"\s*<(\?xml|rss|url|sitem)")
ROWS = """{% for article in articles %}<li><a href="{{ article.address }}">{{ article.title }}</a>
<span>{{ article.published.strftime('%Y-%m-%d') }}</span></li>{% endfor %}"""
LIST = f"<html lang='ko'><head><title>City</title></head><body><ul>{ROWS}</ul></body></html>"
FEED = """<rss version="2.0"><channel><title>City news</title>{% for article in articles %}<item>
<title>{{ article.title }}</title><link>https://city.example.kr{{ article.address }}</link>
<pubDate>{{ article.published | rfc822 }}</pubDate></item>{% endfor %}</channel></rss>"""
ARTICLE = """<html><head><title>{{ article.title }} - City</title>
<meta property="article:published_time" content="{{ article.published.isoformat() }}"></head><body><article>
<h1>{{ article.title }}</h1>{% for block in article.blocks %}<p>{{ block.text }}</p>{% endfor %}
</article></body></html>"""
TEXT = (
    "경북테크노파크는 지난 3월 하노이 과학기술대학교와 공동 연구를 위한 업무협약을 체결했다고 밝혔다. "
    "두 기관은 반도체와 이차전지 분야에서 인력을 교류하고 실증 사업을 함께 추진하기로 했다. "
    "협약식에는 양측 관계자 서른 명이 참석했으며 구체적인 실행 계획은 올해 안에 마련될 예정이다. "
)
PARTNERS = (
    "하노이 과학기술대와", "드레스덴 공과대학과", "벨파스트 시청과", "호찌민 산업단지와",
    "에스포시와 디지털", "작센 경제진흥공사와", "타슈켄트 기술단지와", "하이퐁 항만공사와",
)  # fmt: skip
ALTERNATE = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
LOGIN = """<html><body><h1>로그인</h1><p>로그인 후 이용하실 수 있습니다.</p>
<form><input name=id><input type=password></form></body></html>"""


@dataclass
class Small:
    """A site whose pages a test writes, and the search for a way to watch it."""

    folder: Path
    run: Any
    parsing: Any
    policy: Any
    web: LocalWeb | None = None

    def write(
        self, pages: dict[str, str], *, robots: str = "", faults: str = "", articles: int = 8,
        first: str = "2026-03-{:02}", article: str = ARTICLE, host: str = HOST,
    ) -> None:  # fmt: skip
        home = self.folder / host
        for name in ("skin", "articles"):
            (home / name).mkdir(parents=True, exist_ok=True)
        lines = ['name = "City"', 'timezone = "Asia/Seoul"', 'articles = ["/news/view?no={id}"]', faults]
        for number, (path, text) in enumerate({"/robots.txt": robots, **pages}.items()):
            kind = "text/plain" if path == "/robots.txt" else "text/xml" if XML.match(text) else ""
            kind = kind or ("application/json" if text.startswith("[") else "text/html; charset=utf-8")
            lines += ["[[page]]", f'path = "{path}"', f'skin = "{number}.txt"', f'content_type = "{kind}"']
            (home / "skin" / f"{number}.txt").write_text(text)
        (home / "site.toml").write_text("\n".join(lines))
        (home / "skin" / "article.html").write_text(article)
        (home / "skin" / "error.html").write_text("<html><body><p>No page here.</p></body></html>")
        for number in range(1, articles + 1):
            day = first.format(number + 10)
            (home / "articles" / f"{100 + number}.md").write_text(
                f'+++\ntitle = "경북테크노파크, {PARTNERS[number % len(PARTNERS)]} 업무협약 체결"\n'
                f"published = {day}T10:00:00\n+++\n{TEXT}{number}\n"
            )

    def discover(self, url: str = HOME, **given: Any) -> Finding:
        policy = given.pop("policy", self.policy)
        found = self.run(discover(url, policy, self.parsing, lambda: NOW, **given))
        assert isinstance(found, Finding)
        assert len(self.asked) <= found.requests <= MOST_REQUESTS
        return found

    @property
    def asked(self) -> list[str]:
        """Everything that was asked for, in order, without host."""
        assert self.web is not None
        return [exchange.url.split("/", 3)[-1] for exchange in self.web.requests]


def ways(found: Finding) -> list[tuple[str, str]]:
    assert found.source is not None
    return [(way.kind, way.url.removeprefix(HOME.rstrip("/"))) for way in found.source.watch]


def why(found: Finding, path: str) -> str:
    return next(tried.why for tried in found.tried if tried.url.endswith(path) and not tried.taken)
