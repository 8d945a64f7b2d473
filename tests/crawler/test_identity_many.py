"""Generated addresses: 100,000 of different articles, none of which may meet, and dressed copies that all must."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable, Iterator
from itertools import product
from urllib.parse import quote

from crawler.identity import identity_of

Shape = Callable[[int], Iterator[str]]
HOSTS = (
    "city.example.org",
    "news.example.org",
    "example.org",
    "dk.example.com",
    "dj.example.com",
    "example.com:8443",
)
BOARDS = ("news", "notice", "press")
WORDS = re.findall(
    r"\w+",
    """bridge council delegation expo forum harbour innovation joint korea letter memorandum northern opens
    partners quarter region signs technopark university visit workshop year""",
)


def packed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def slug(number: int) -> str:
    """Another slug for every number below 21**5."""
    words = []
    for _ in range(5):
        number, word = divmod(number, 21)
        words.append(WORDS[word])
    return "-".join(words)


def wrapped(path: str) -> str:
    return quote(packed("fnct1|@@|" + quote(path, safe="")), safe="")


def korean(number: int) -> str:
    """Two syllables as EUC-KR writes them in a query: bytes that are not UTF-8."""
    first, second = divmod(number, 90)
    return f"%{0xB0 + first % 20:02X}%{0xA1 + first // 20:02X}%C0%{0xA1 + second:02X}"


# Boards: (a path and query with the board, the number) in each family; numbers repeat in every board.
BOARD_SHAPES = {
    "gnuboard": "/bbs/board.php?bo_table={board}&wr_id={n}",
    "gnuboard in a folder": "/eng/bbs/board.php?bo_table={board}&wr_id={n}",
    "xe": "/index.php?mid={board}xe&document_srl={n}",
    "selectBbsNtt": "/www/selectBbsNttView.do?key=218&bbsNo={b}&nttNo={n}",
    "selectBoardArticle": "/cop/bbs/selectBoardArticle.do?bbsId=BBSMSTR_00{b}&nttId={n}",
    "boardDetail": "/user/boardDetail.do?bbsId=BBSMSTR_00{b}&nttNo={n}",
    "Rnnnn": "/bbs/R00{b}/view.do?nttId=B0{n}&mno=sub02_0401",
    "detail.do": "/ik-en/bbs/i-4{b}/detail.do?ntt_sn={n}",
    "boardView": "/boardView.do?pageId=www789&boardId=BD_00{b}&seq={n}",
    "boardView in a folder": "/M71{b}/boardView.do?menuId=city0202000000&seq={n}",
    "boardNormalView": "/drh/board/boardNormalView.do?boardId=normal_0{b}&menuSeq=6825&ntatcSeq={n}",
    "BD_board": "/news/user/board/BD_board.view.do?bbsCd=10{b}&seq={n}",
    "BD_selectBbs": "/www/user/bbs/BD_selectBbs.do?q_bbsCode=10{b}&q_bbscttSn=2026{n}",
    "board.es": "/board.es?mid=a20102000000&bid=01{b}&act=view&list_no={n}",
    "board sid": "/board/view.city?boardId=BBS_00000{b}&menuCd=DOM_0000011&dataSid={n}",
    "bbs sid": "/u/rep/bbs/view.city?bbsId=BBS_00000{b}&dataId={n}&mId=001004",
    "ex/bbs": "/site/city/ex/bbs/View.do?cbIdx={b}&bcIdx={n}",
    "bbs/view": "/portal/bbs/view.do?bIdx={n}&ptIdx=19{b}&mId=1203060000",
    "board/post": "/news/board/post/view.do?bcIdx=6{b}&mid=0102000000&idx={n}",
    "K2Web": "/bbs/main/{b}/{n}/artclView.do",
    "B_NUM": "/Main/page.do?BD_CODE=bbs_{board}&B_NUM={n}&V_NUM=9&B_STEP=3",
    "one path": "/{board}/html/news/?mode=V&mng_no={n}",
    "contents": "/front/board/boardContentsView.do?board_id=9{b}&MenuId=b159&contents_id={n:032x}",
    "board_sid": "/pages/board/view.php?menu_code=206&board_sid=3{b}&data_sid={n}",
    "act=view": "/news/{board}/list.htm?act=view&seq={n}",
    "ASP": "/{board}/view.asp?idx={n}",
}
# Everything else: a path and query with the number; {n} stands for it, {slug} for words.
SHAPES = {
    "ND Soft": "/news/articleView.html?idxno={n}",
    "InsCMS": "/sub_read.html?uid={n}&section=sc1&section2=",
    "Mediaon": "/news/article.html?no={n}",
    "VietnamPlus": "/{slug}-post{n}.vnp",
    "VietnamPlus, no slug": "/{slug}/9{n}.vnp",
    "Vietnam, ct": "/foreign-activities/{slug}-ct{n}.html",
    "Vietnam, digits": "/news/{slug}-66{n}",
    "WordPress": "/{slug}/",
    "WordPress by id": "/?p={n}",
    "WordPress with a day": "/2026/11/26/{slug}/",
    "WordPress archives": "/gov/archives/{n}",
    "TYPO3": "/aktuelles/detail/{slug}",
    "TYPO3 by id": "/index.php?id=12&tx_news_pi1%5Bnews%5D={n}&cHash=0a1b2c",
    "TYPO3, old": "/index.php?id=12&tx_ttnews%5Btt_news%5D={n}&cHash=0a1b2c",
    "Plone": "/city/newsportal/news/{slug}",
    "Drupal": "/node/{n}",
    "id and slug": "/en/news-events/news-detail/n3{n}-{slug}",
    "key": "/web/view.php?key=20260101{n:09d}",
    "year at the end": "/news/{slug}-2024",
    "an id at the end": "/business/{slug}-42{n}",
    "data files": "/site/data/html/2026/11/26/2026112600{n}.html",
    "AMP script": "/article/view.asp?arcid={n}",
    "unknown names": "/story?chapter=2&lang=de&ziffer={n}",
    "unknown names, by page": "/story?lang=de&page={n}",
    "no names": "/show.asp?{n}",
    "a folder with digits": "/v2/article?page={n}",
    "a parameter in the path": "/story;nr={n}",
    "year and id": "/2026?article={n}",
    "id and id": "/10001?article={n}",
    "PDF-like": "/news/IP_26_{n}",
    "index": "/section/{slug}/index.html",
    "InsCMS, short": "/77{n}",
    "not an index": "/{slug}-index.html",
}


def board_addresses(count: int) -> Iterator[str]:
    for shape, (place, board), n in product(BOARD_SHAPES.values(), enumerate(BOARDS, 10), range(1000, 1000 + count)):
        yield f"https://{HOSTS[n % 2]}{shape.format(board=board, b=place, n=n)}"


def other_addresses(count: int) -> Iterator[str]:
    for shape, host, n in product(SHAPES.values(), HOSTS, range(1000, 1000 + count)):
        yield f"https://{host}{shape.format(n=n, slug=slug(n * 37))}"


def packed_addresses(count: int) -> Iterator[str]:
    for n in range(1000, 1000 + count):
        yield f"https://uni.example.org/main/9/subview.do?enc={wrapped(f'/bbs/main/12/{n}/artclView.do?page=1&')}"
        yield f"https://uni.example.org/ko/552/subview.do?enc={wrapped(f'/story/ko/artclView.do?artclSeq={n}&')}"
        for table in BOARDS:
            data = packed(f"idx={n}&startPage=0&listNo={n % 90}&table={table}&code=sub01b")
            yield f"https://tp.example.org/bbsNew_view.php?bbs_data={data}||"
        yield f"https://old.example.org/view?title={korean(n - 1000)}"
        yield f"https://old.example.org/{quote(slug(n), safe='')}?t={korean(n - 1000)}"


def different_articles() -> list[str]:
    return [*board_addresses(700), *other_addresses(220), *packed_addresses(800)]


def test_of_a_hundred_thousand_addresses_of_different_articles_no_two_share_a_key() -> None:
    addresses = different_articles()
    assert len(set(addresses)) == len(addresses) >= 100_000
    seen: dict[str, str] = {}
    for address in addresses:
        other = seen.setdefault(identity_of(address), address)
        assert other is address, f"{other} and {address} share {identity_of(address)}"


NOISE = (
    "utm_source=rss",
    "utm_medium=feed&utm_campaign=all",
    "fbclid=IwAR0x",
    "PHPSESSID=0f0f",
    "set_language=en",
    "lrm_logout=1",
    "pageIndex=4",
    "GotoPage=2",
    "searchWrd=%ED%95%9C",
    "searchCondition=",
    "replyAll=&reply_sc_order_by=I",
    "print=print-search",
    "sc_word=",
    "total=4021",
    "amp=1",
    "outputType=amp",
    "skey=keyword&sval=Steve+Kang",
)


def dressed(address: str, chance: random.Random) -> str:
    """Return another address of the same article: scheme, host, port, order, session, tracking, slashes, fragment."""
    scheme, _, rest = address.partition("://")
    place, slash, path = rest.partition("/")
    host, _, port = place.partition(":")
    path, _, query = (slash + path).partition("?")
    host = chance.choice(("", "www.", "m.", "cdn.", "mobile.", "amp.", "www.m.")) + host + chance.choice(("", "."))
    if not port:
        scheme = chance.choice(("http", "https"))
        host += chance.choice(("", {"http": ":80", "https": ":443"}[scheme]))
    host = host.upper() if chance.random() < 0.1 else host
    parameters = [piece for piece in query.split("&") if piece] + chance.sample(NOISE, chance.randrange(4))
    chance.shuffle(parameters)
    if chance.random() < 0.2:
        path += ";jsessionid=ABCD1234.node1"
    elif chance.random() < 0.2:
        path = path.replace("/", "//", 1)
    port = f":{port}" if port else ""
    fragment = chance.choice(("", "#content"))
    return f"{scheme}://{host}{port}{path}{'?' if parameters else ''}{'&'.join(parameters)}{fragment}"


def test_dressed_copies_keep_the_key_of_the_plain_address() -> None:
    chance = random.Random(20261126)
    addresses = chance.sample(different_articles(), 4000)
    for address in addresses:
        copy = dressed(address, chance)
        assert identity_of(copy) == identity_of(address), copy


def test_a_long_address_is_no_trouble() -> None:
    for piece in ("/n", "/a", "//", ";a=b", "/@@", "-post1", "/node", "&a=1", "/page/1", "%41", "/1.vnp"):
        assert identity_of("https://a.org/" + piece * 20_000 + "?" + piece * 20_000)
