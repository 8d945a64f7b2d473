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
    [
        "https://a.kr/news/articleView.html?idxno=4711",
        "http://m.a.kr/news/articleViewAmp.html?idxno=4711",
        "http://m.a.kr/news/articlePrint.html?idxno=4711",
        "http://m.a.kr/?mod=news&act=articleView&idxno=4711&page=7",
    ],
    [
        "https://a.kr/sub_read.html?uid=4711&section=sc1",
        "http://m.a.kr/4711",
        "http://m.a.kr/4711?utm_source=x",
        "http://m.a.kr/4711?page=2",
        "http://m.a.kr/sub_read.html?section=&uid=4711",
    ],
    [
        "https://a.kr/news/article.html?no=4711",
        "http://m.a.kr/mobile/article.html?no=4711",
        "http://m.a.kr/news/article.html?no=4711&sec_no=3",
    ],
    [
        "https://a.vn/a-fair-opens-in-hue-post4711.vnp",
        "http://m.a.vn/a-fair-opens-in-hue/4711.vnp",
        "http://m.a.vn/a-better-title-post4711.vnp",
        "http://m.a.vn/print/a-fair-opens-in-hue-post4711.vnp",
    ],
    [
        "https://a.de/en/news/n4711-a-fair-opens-in-hue",
        "http://m.a.de/de/aktuelles/n4711-anderer-titel",
        "http://m.a.de/en/news/n4711-a-fair-opens-in-hue/",
    ],
    [
        "https://a.kr/bbs/board.php?bo_table=press&wr_id=4711",
        "http://m.a.kr/press/4711",
        "http://m.a.kr/bbs/board.php?wr_id=4711&bo_table=press&page=3&sca=",
    ],
    [
        "https://a.kr/press/4711",
        "http://m.a.kr/index.php?mid=press&document_srl=4711",
        "http://m.a.kr/?mid=press&document_srl=4711&page=4",
        "http://m.a.kr/press/4711/",
    ],
    [
        "https://a.kr/x/selectBbsNttView.do?key=1&bbsNo=3&nttNo=4711",
        "http://m.a.kr/x/selectBbsNttView.do?nttNo=4711&bbsNo=3&key=2&searchKrwd=",
    ],
    [
        "https://a.kr/board.es?mid=a1&bid=3&list_no=4711",
        "http://m.a.kr/board.es?act=view&list_no=4711&bid=3&nPage=2&tag=",
    ],
    [
        "https://a.kr/bbs/R0079/view.do?nttId=B4711",
        "http://m.a.kr/bbs/R0079/view.do?nttId=B4711&mno=sub02&pageIndex=3",
    ],
    [
        "https://a.kr/board/view.tp?boardId=B1&dataSid=4711",
        "http://m.a.kr/newsroom/board/view.tp?boardId=B1&menuCd=D1&startPage=2&dataSid=4711",
    ],
    [
        "https://a.ac.kr/bbs/main/12/4711/artclView.do",
        "http://m.a.ac.kr/bbs/main/12/4711/artclView.do?layout=unknown",
        "http://m.a.ac.kr/main/9/subview.do?enc=Zm5jdDF8QEB8JTJGYmJzJTJGbWFpbiUyRjEyJTJGNDcxMSUyRmFydGNsVmlldy5kbyUzRnBhZ2UlM0QzJTI2",
    ],
    [
        "https://a.kr/view.asp?arcid=4711",
        "http://m.a.kr/view_amp.asp?arcid=4711&code=1",
    ],
    [
        "https://a.kr/web/view.php?key=202601014711",
        "http://m.a.kr/web/view.php?key=202601014711&lcode=2&page=3",
    ],
    [
        "https://a.de/index.php?id=1&tx_news_pi1[news]=4711",
        "http://m.a.de/index.php?id=1&tx_news_pi1%5Bnews%5D=4711&cHash=a0&no_cache=1",
    ],
    [
        "https://a.de/city/news/a-fair-opens-in-hue",
        "http://m.a.de/city/news/a-fair-opens-in-hue/@@view",
        "http://m.a.de/city/news/a-fair-opens-in-hue/newsitem_view",
        "http://m.a.de/city/news/a-fair-opens-in-hue/?set_language=en",
    ],
    [
        "https://a.org/en/node/4711",
        "http://m.a.org/en/node/4711/",
        "http://m.a.org/en/node/4711/view",
        "http://m.a.org/en/index.php/node/4711",
    ],
    [
        "https://a.org/2026/11/a-fair-opens-in-hue/",
        "http://m.a.org/2026/11/a-fair-opens-in-hue/amp/",
        "http://m.a.org/amp/2026/11/a-fair-opens-in-hue",
        "http://m.a.org/2026/11/a-fair-opens-in-hue/feed/",
        "http://m.a.org/2026/11/a-fair-opens-in-hue/page/139/feed",
        "http://m.a.org/2026/11/a-fair-opens-in-hue/print/",
    ],
    [
        "https://a.vn/news/a-fair-opens-in-hue.html",
        "http://m.a.vn/printen/news/a-fair-opens-in-hue.html",
        "http://m.a.vn/print/news/a-fair-opens-in-hue.html",
        "http://m.a.vn/news/a-fair-opens-in-hue.amp.html",
    ],
    [
        "https://a.de/medien/news/194711",
        "http://m.a.de/medien/news/194711?page=144",
        "http://m.a.de/medien/news/194711/index.html",
    ],
    [
        "https://a.kr/read?a=1&no=4711",
        "http://m.a.kr/read?a=1&amp;no=4711",
        "http://m.a.kr/read?no=4711&a=1&a=1",
        "http://m.a.kr/read?a=1&b=&no=4711&c=",
    ],
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
    ["https://a.org/n2024-review", "https://a.org/n2024-outlook"],
    ["https://a.org/?my-first-story", "https://a.org/?my-second-story"],
    ["https://a.org/show.asp?17", "https://a.org/show.asp?18"],
    ["https://a.org/wiki?lang=de&page=first-story", "https://a.org/wiki?lang=de&page=second-story"],
    ["https://a.org/v2/story?page=17", "https://a.org/v2/story?page=18"],
    ["https://a.org/2026?story=1", "https://a.org/2026?story=2"],
    ["https://a.org/n4711-a?story=1", "https://a.org/n4711-a?story=2"],
    ["https://a.org/story;nr=1", "https://a.org/story;nr=2"],
    ["https://a.org/x?id=1&id=2", "https://a.org/x?id=3&id=2"],
    ["https://a.org/my", "https://a.org/my-index.html"],
    ["https://a.kr/kor/bbs/board.php?bo_table=x&wr_id=1", "https://a.kr/eng/bbs/board.php?bo_table=x&wr_id=1"],
    ["https://a.kr/b/view.do?ptIdx=1&bIdx=5", "https://a.kr/b/view.do?ptIdx=2&bIdx=5"],
    ["https://a.kr/b/view.do?bcIdx=1&idx=5", "https://a.kr/b/view.do?bcIdx=2&idx=5"],
    ["https://a.kr/M1/boardView.do?seq=5", "https://a.kr/M2/boardView.do?seq=5"],
    ["https://a.kr/view.php?key=218&nr=1", "https://a.kr/view.php?key=218&nr=2"],
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
