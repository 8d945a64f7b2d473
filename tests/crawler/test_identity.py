from __future__ import annotations

import pytest

from crawler.identity import identity_of

SAME = [
    [
        "http://www.a.kr/news/articleView.html?idxno=7",
        "https://m.a.kr/news/articleViewAmp.html?idxno=7&sc_word=x",
        "http://a.kr/?mod=news&act=articleView&idxno=7&page=3",
        "https://cdn.a.kr:443/news/articleView.html?idxno=7#c",
    ],
    ["https://dg.a.com/90210", "http://dg.a.com/sub_read.html?uid=90210&section=sc4&section2="],
    ["https://a.vn/a-fair-opens/31337.vnp", "https://www.a.vn/a-fair-opens-in-hue-post31337.vnp"],
    ["https://a.de/en/news/n2468-delegation", "https://a.de/de/aktuelles/n2468-delegation-zu-gast"],
    ["https://a.kr/bbs/board.php?bo_table=press&wr_id=5&page=2", "http://a.kr/bbs/board.php?wr_id=5&bo_table=press"],
    [
        "https://a.kr/x/selectBbsNttView.do;jsessionid=F00.n1?bbsNo=3&nttNo=9&key=1",
        "https://a.kr/x/selectBbsNttView.do?key=2&nttNo=9&bbsNo=3&pageIndex=4",
    ],
    ["https://a.kr/news/article.html?no=12", "https://a.kr/mobile/article.html?no=12"],
    ["https://a.kr/b/view.do?nttId=B000123&mno=sub01", "https://a.kr/b/view.do?mno=sub02&nttId=B000123"],
    ["https://a.kr/board.es?mid=a1&bid=0003&list_no=8&act=view", "https://a.kr/board.es?act=view&bid=0003&list_no=8"],
    [
        "https://a.ac.kr/bbs/main/12/345/artclView.do",
        "https://a.ac.kr/bbs/main/12/345/artclView.do?layout=unknown",
        "https://a.ac.kr/main/9/subview.do?enc=Zm5jdDF8QEB8L2Jicy9tYWluLzEyLzM0NS9hcnRjbFZpZXcuZG8%2FcGFnZT0x",
    ],
    [
        "https://a.org/p/story?utm_source=x&utm_medium=rss",
        "http://www.a.org./p//story/",
        "https://a.org/p/story/amp/",
    ],
    ["https://a.org/story?id=1&lang=de&PHPSESSID=0f", "https://a.org/story?lang=de&id=1&set_language=de"],
    ["https://a.org/news/191?page=4", "https://a.org/news/191"],
    ["https://a.org/%ED%95%9C", "https://a.org/한"],
]
DIFFERENT = [
    ["https://a.kr/news/articleView.html?idxno=1", "https://a.kr/news/articleView.html?idxno=2"],
    ["https://dg.a.com/90210", "https://dj.a.com/90210"],
    ["https://a.kr/bbs/board.php?bo_table=x&wr_id=1", "https://a.kr/bbs/board.php?bo_table=y&wr_id=1"],
    ["https://a.kr/web/view.php?key=20260101000001", "https://a.kr/web/view.php?key=20260101000002"],
    ["https://a.org/news/expo-2025", "https://a.org/news/forum-2025"],
    ["https://a.org/view?page=1", "https://a.org/view?page=2"],
    ["https://a.org/item?t=%B0%A1", "https://a.org/item?t=%B0%A2"],  # EUC-KR
    ["https://a.org:8443/x", "https://a.org/x"],
    ["https://a.org/n95-masks", "https://a.org/n95-respirators"],
]


@pytest.mark.parametrize("urls", SAME, ids=lambda urls: urls[0])
def test_addresses_of_one_article_share_a_key(urls: list[str]) -> None:
    assert len({identity_of(url) for url in urls}) == 1


@pytest.mark.parametrize("urls", DIFFERENT, ids=lambda urls: urls[0])
def test_addresses_of_different_articles_do_not(urls: list[str]) -> None:
    assert len({identity_of(url) for url in urls}) == len(urls)


def test_a_list_position_inside_a_packed_parameter_makes_no_difference() -> None:
    first = "aWR4PTUxMiZzdGFydFBhZ2U9MCZsaXN0Tm89OSZ0YWJsZT1uZXdz"  # idx=512&startPage=0&listNo=9&table=news
    later = "aWR4PTUxMiZzdGFydFBhZ2U9MTUmbGlzdE5vPTImdGFibGU9bmV3cw=="  # idx=512&startPage=15&listNo=2&table=news
    other = "aWR4PTUxMyZzdGFydFBhZ2U9MCZsaXN0Tm89OSZ0YWJsZT1uZXdz"  # idx=513
    keys = [identity_of(f"https://a.kr/view.php?bbs_data={data}||") for data in (first, later, other)]
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize("text", ["", "no url", "http://[::1", "http://a.org:port/x", "https://a.org/\ud800"])
def test_what_is_no_url_has_a_key_too(text: str) -> None:
    assert isinstance(identity_of(text), str)
