"""Each word of docs/health.md that one visit can show, shown by a site for real."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

HOME = "https://news.example.kr"
LIST = '[[fault]]\npath = "/news/articleList*"\n'


def answers(status: int) -> dict[str, str]:
    return {"more": f"{LIST}status = {status}\n"}


def says(page: str, status: int = 200) -> dict[str, str]:
    return {"list": page} if status == 200 else {**answers(status), "error": page}


def links(*rows: tuple[str, str]) -> str:
    return "<ul>" + "".join(f'<li><a href="{href}">{title}</a></li>' for href, title in rows) + "</ul>"


FILES = links(*[(f"/down/report{n}.hwp", f"Press release of March {n}") for n in range(5)], ("/", "Home"))
MENU = links(*[(f"/menu/{n}", f"Menu {n}") for n in range(30)])
TWICE = "인천 지역 대학교와 도시가 협약을 맺었다".encode().decode("latin-1")


@pytest.mark.parametrize(
    ("word", "outcome", "given"),
    [
        ("blocked", "http_error", answers(403)),
        ("blocked", "http_error", answers(401)),
        ("blocked", "http_error", says("<title>Just a moment...</title><body>Checking your browser</body>", 503)),
        (
            "blocked",
            "unreadable",
            says("<html><title>Attention Required!</title><body>Please verify you are a human."),
        ),
        ("blocked", "unreadable", says("<html><body>비정상적인 접근으로 접속이 차단되었습니다.</body></html>")),
        ("blocked", "unreadable", says('<html><script>location.href="/index.jsp?x=1";</script></html>')),
        ("blocked", "unreadable", says('<html><meta http-equiv="refresh" content="0;url=/x"></html>')),
        ("geo", "http_error", answers(451)),
        ("geo", "http_error", says("<p>This site is not available in your country.</p>", 403)),
        ("geo", "unreadable", says("<html><body><p>해외 IP에서의 접속이 차단되었습니다.</p></body></html>")),
        ("gone", "http_error", answers(404)),
        ("gone", "http_error", answers(410)),
        ("unreachable", "http_error", answers(500)),
        ("unreadable", "http_error", answers(400)),
        ("soft_404", "unreadable", says("<script>alert('잘못된 접근입니다.'); history.back();</script>")),
        ("soft_404", "unreadable", says("<html><h1>Page not found</h1><p>Sorry.</p></html>")),
        ("login", "unreadable", says("<html><form><input name=id><input type=password></form></html>")),
        (
            "login",
            "unreadable",
            says("<script>alert('로그인 후 이용해 주세요.'); location.href='/login.do';</script>"),
        ),
        ("consent", "unreadable", says("<p>We use cookies. Manage consent. Accept all cookies. Privacy policy.</p>")),
        ("needs_js", "unreadable", says('<html><body><div id="root"></div><script src="/app.js"></script></body>')),
        ("needs_js", "unreadable", says("<noscript>Please enable JavaScript.</noscript><div id=app></div>")),
        ("attachment_only", "unreadable", says(f"<html><body>{FILES}</body></html>")),
        ("mojibake", "unreadable", says(f"<html><body>{links(('/x/1', TWICE))}</body></html>")),
        ("empty", "empty", says(f"<html><body><h1>News</h1>{MENU}</body></html>")),
    ],
)
def test_the_answer_shows_what_is_the_matter(site: Any, word: str, outcome: str, given: dict[str, str]) -> None:
    site.write("Agreement", **given)
    report = site.visit(site.listing)
    assert (report.sign, report.outcome, report.entries) == (word, outcome, 0)
    assert report.detail


@pytest.mark.parametrize("way", ["feed", "listing"])
def test_the_home_page_in_place_of_the_watched_one_is_a_soft_404(site: Any, way: str) -> None:
    fault = f'[[fault]]\npath = "/[rn]*"\nredirect = "{HOME}/"\nstatus = 302\n'
    site.write("Agreement", more=f'{fault}[[page]]\npath = "/"\nskin = "home.html"\n', home=f"<html>{MENU}</html>")
    report = site.visit(getattr(site, way))
    assert (report.sign, report.outcome) == ("soft_404", "unreadable")


def test_a_list_may_speak_of_anything_as_long_as_it_has_articles(site: Any) -> None:
    site.write("Page not found: CAPTCHA and 잘못된 접근 explained, please log in, accept all cookies", "Second")
    report = site.visit(site.listing)
    assert (report.sign, report.outcome, report.entries) == ("ok", "ok", 2)


def test_broken_letters_are_a_sign_although_there_are_articles(site: Any) -> None:
    site.write(TWICE)
    report = site.visit()
    assert (report.sign, report.outcome, report.entries) == ("mojibake", "ok", 1)


def test_what_robots_txt_forbids_shows_robots(site: Any) -> None:
    site.write("Agreement", robots="User-agent: *\nDisallow: /\n")
    assert site.visit().sign == "robots"


def test_a_certificate_that_nobody_vouches_for_shows_tls(site: Any) -> None:
    site.write("Agreement")
    assert site.visit(policy=replace(site.policy, ca_file=None)).sign == "tls"


def test_a_connection_that_breaks_shows_that_the_site_is_unreachable(site: Any) -> None:
    site.write("Agreement", more='[[fault]]\npath = "/rss/*"\ndrop = true\n')
    assert site.visit().sign == "unreachable"


def test_where_nothing_may_be_fetched_shows_that_it_is_refused(site: Any) -> None:
    site.write("Agreement", more='[[fault]]\npath = "/rss/*"\nredirect = "http://169.254.169.254/"\n')
    report = site.visit()
    assert (report.sign, report.outcome) == ("refused", "refused")


def test_a_304_that_nobody_asked_for_is_no_health(site: Any) -> None:
    site.write("Agreement", more=f"{LIST}status = 304\n")
    report = site.visit(site.listing)
    assert (report.sign, report.outcome) == ("unreadable", "http_error")
