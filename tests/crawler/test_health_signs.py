from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from crawler.model import Page
from crawler.signs import is_mojibake, sign_of

URL = "https://news.example.kr/list"
PROSE = "The city reports about its harbour, its schools and the new bridge over the river. " * 20


def word(
    body: str | bytes, kind: str = "listing", status: int = 200, entries: int = 0, url: str = URL, **headers: str
) -> str | None:
    sent = {"content-type": "text/html; charset=utf-8"} | {
        name.replace("_", "-"): text for name, text in headers.items()
    }
    raw = body.encode() if isinstance(body, str) else body
    page = Page(URL, url, status, tuple(sent.items()), raw, datetime(2026, 4, 1, tzinfo=UTC))
    sign = sign_of(page, kind, entries)
    return sign.word if sign else None


@pytest.mark.parametrize("kind", ["feed", "listing", "sitemap", "wp-json"])
def test_what_a_challenge_says_counts_for_every_kind_of_watching(kind: str) -> None:
    assert word("<html><title>Just a moment...</title><body>Checking your browser</body></html>", kind) == "blocked"


def test_words_in_a_full_page_or_in_its_scripts_mean_nothing() -> None:
    said = "<script>if (gone) alert('잘못된 접근입니다.');</script><a>로그인</a> Please log in. captcha. 해외 IP 차단"
    assert word(f"<html><body><p>{PROSE}</p>{said}</body></html>") is None


def test_a_full_page_whose_title_says_that_nothing_is_there_is_a_soft_404() -> None:
    assert word(f"<html><title>Seite nicht gefunden</title><body><p>{PROSE}</p></body></html>") == "soft_404"


def test_a_login_form_in_the_head_of_a_full_page_is_no_login_page() -> None:
    assert word(f"<html><body><input type=password><p>{PROSE}</p></body></html>") is None


def test_consent_is_told_by_what_a_text_is_about() -> None:
    banner = (
        "We and our partners use cookies. Consent or reject all. Privacy settings, tracking, legitimate interest."
    )
    assert word(f"<html><body><p>{banner * 6}</p></body></html>") == "consent"
    assert word(f"<html><body><p>{PROSE * 3}</p><p>{banner}</p></body></html>") is None


def test_the_mark_of_a_challenge_counts_whatever_the_page_says() -> None:
    assert word("<html></html>", status=503, cf_mitigated="challenge") == "blocked"
    assert word("<html>Service unavailable</html>", status=503) is None


def test_files_beside_articles_are_no_illness() -> None:
    files = "".join(f'<a href="/f/{n}.pdf">Programme of day {n}</a>' for n in range(4))
    pages = "".join(f'<a href="/p/{n}">Something happened on day {n}</a>' for n in range(6))
    assert word(f"<html><body>{files}</body></html>") == "attachment_only"
    assert word(f"<html><body>{files}{pages}</body></html>") is None


@pytest.mark.parametrize("body", [b"%PDF-1.7 \xe2\xe3\xcf\xd3" + bytes(range(128, 256)) * 9, b'{"a": 1}'])
def test_a_list_that_is_a_file_is_unreadable_rather_than_broken(body: bytes) -> None:
    kind = "application/pdf" if body.startswith(b"%PDF") else "application/json"
    assert word(body, **{"content-type": kind}) == "unreadable"


def test_a_gzipped_sitemap_is_not_broken() -> None:
    assert word(gzip.compress(b"<urlset></urlset>" * 50), "sitemap", entries=3) is None


def test_an_empty_feed_shows_nothing() -> None:
    assert word('<rss version="2.0"><channel></channel></rss>', "feed") is None


def test_a_home_page_that_is_watched_is_not_sent_in_place_of_another() -> None:
    assert word("<html><body>News</body></html>", url="https://news.example.kr/") == "soft_404"
    page = Page(
        "https://a.example/", "https://a.example/", 200, (), b"<html>News</html>", datetime(2026, 4, 1, tzinfo=UTC)
    )
    assert sign_of(page, "listing", 0) is None


@pytest.mark.parametrize(
    "text",
    [
        "인천 지역 대학교와 도시가 협약을 맺었다 ",
        "Das Städtchen übt für größere Übungen, heißt es ",
        "« Été à Évian », dit le maire\u00a0: « L’évènement a été répété au café\u00a0» ",
        "Thủ đô Hà Nội và thành phố Đà Nẵng ký thỏa thuận hợp tác ",
    ],
)
def test_broken_letters_are_told_from_foreign_ones(text: str) -> None:
    assert not is_mojibake(text * 3)
    assert is_mojibake((text * 3).encode().decode("latin-1"))
    assert is_mojibake((text * 3).encode().decode("cp1252", "replace"))
    assert is_mojibake((text * 3).encode("utf-16-le").decode("ascii", "replace"))


def test_a_few_damaged_bytes_are_no_mojibake() -> None:
    assert not is_mojibake("인천 지역 대학교와 도시가 협약을 맺었다 " * 3 + "\ufffd\ufffd")
