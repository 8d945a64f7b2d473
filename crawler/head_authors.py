"""Who wrote an article, by the lines of its head: a byline by its words, by the class it has, or beside the date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from lxml.html import HtmlElement

from crawler.head_dates import is_date
from crawler.labelled_lines import OwnLine
from crawler.title_lines import folded

_LONGEST = 60  # characters of a byline
_MAIL = re.compile(r"[(\[<]?\s*[\w.+-]+@[\w.-]+\s*[)\]>]?")
_BAR = re.compile(r"\s*[|ㅣ·•/]\s*|\s+[-–—]\s+|\s{3,}|[(（\[<].*$")
_VERBS = (
    "(?:(?:written|story|words|text|posted|submitted) )?by|(?:(?:geschrieben|eingereicht) )?von|"
    "(?:(?:rédigé|soumis|publié) )?par|(?:(?:escrito|enviado) )?por|di|door|av|af"
)
_NOUNS = (
    "autor(?:in|a)?|auteur|author|writer|reporter|tác giả|người đăng|thực hiện|"
    "作者|著者|執筆者?|投稿者|作成者|发布者|提交者|通讯员|文|글|글쓴이|작성자|기자명|취재|글·사진"
)
_COLON_ONLY = "text|texto|texte|redaktion|redacción|bài(?: và ảnh)?|tin|记者|記者|編集委員|编辑|责任编辑"
_BY = re.compile(
    rf"^(?:(?:{_VERBS}|{_NOUNS})(?:\s*[:：=・/]\s*|\s+)|(?:{_COLON_ONLY})\s*[:：=・/]\s*)(?=[^\W\d_])", re.IGNORECASE
)
_LABEL = re.compile(rf"^(?:{_NOUNS})\s*[:：]?$", re.IGNORECASE)
_REPORTER = re.compile(r"[^\W\d_]\s?(?:(?:선임|인턴|객원|전문|수습)?\s?기자|특파원|통신원|記者|记者)$")
_MARKED = re.compile(
    r"author|byline|writer|reporter|journalist|"
    r"(?:^|[\s_-])(?:by|name|nm|nick(?:name)?|member\w*|wr|wri|creator)(?=$|[\s_-])",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:과|팀|실|국|처|담당관|대변인|센터|division|office|department|pressestelle|課|科|处)$", re.IGNORECASE
)
_ACCOUNT = re.compile(r"관리자$|운영자$|^(?:admin|administrator|webmaster|redaktion)$", re.IGNORECASE)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ỹ][^\W\d_]*[\w.'’-]*"
_NAME = re.compile(
    rf"{_CAPITAL}(?: (?:de|da|do|di|del|della|von|van|der|den|zu|la|le|{_CAPITAL})){{1,4}}"
    r"|[가-힣]{2,10}|[\u3400-\u9fff々ぁ-んァ-ヶー]{2,10}"
)
_OF_PAPER = r"(?P<name>[가-힣]{2,4})\s?(?:선임|인턴|객원)?기자"
_DATELINE = re.compile(rf"^\s*[\[(【<]\s*[^\[\]=]{{1,20}}\s?[=/·]\s?{_OF_PAPER}")
_SIGNED = re.compile(rf"(?:^|[\s/=.]){_OF_PAPER}(?:\s*[(<]?\s*[\w.+-]+@[\w.-]+\s*[)>]?)?\s*$")
_BESIDE = 2  # lines between a name and a date in the same box


def without_by(byline: str) -> str:
    """Return a byline without the words before a name: "By", "Von", "글"."""
    return _BY.sub("", byline)


def authors_in_head(
    head: Sequence[OwnLine], is_site: Callable[[str], bool], is_other: Callable[[str], bool]
) -> Iterator[str]:
    """Yield what may be the author, the surest first.

    `is_site` tells the names of sites, `is_other` those of sections and tools. An office behind "writer" is nobody.
    """
    lines = [(at, text) for at, (_, line) in enumerate(head) if (text := _bare(line)) and not is_site(text)]
    free = [(at, text) for at, text in lines if not (at and _LABEL.search(head[at - 1][1]))]
    yield from (text for at, text in lines if (at, text) not in free and not _OFFICE.search(text))
    yield from (name for _, text in free if (name := without_by(text)) != text and not name[0].islower())
    yield from (text for _, text in free if _REPORTER.search(text))
    kept = [(at, text) for at, text in free if _NAME.fullmatch(text) and not _LABEL.search(text)]
    yield from (text for at, text in kept if _is_marked(head[at][0]))
    yield from (text for at, text in kept if _is_beside_date(head, at) and not is_other(text))


def reporters_in(text: Sequence[OwnLine]) -> Iterator[str]:
    """Yield whom a Korean text names where it begins or ends: "[place = name 기자]", "name 기자 address"."""
    for _, line in text:
        found = _DATELINE.search(line[:_LONGEST]) or _SIGNED.search(line[-2 * _LONGEST :]) if "기자" in line else None
        if found:
            yield found["name"]


def _bare(line: str) -> str | None:
    """Return the first part of a line without addresses, None for what is no name: a number, a date, an account."""
    text = _BAR.split(_MAIL.sub(" ", line[: 2 * _LONGEST]).strip())[0].strip(" ,;")
    is_name = len(folded(text)) > 1 and len(text) <= _LONGEST and not any(map(str.isdigit, text))
    return text if is_name and not _ACCOUNT.search(text) else None


def _is_marked(node: HtmlElement) -> bool:
    around = (each for each in (node, node.getparent()) if each is not None)
    return any(_MARKED.search(f"{each.get('class') or ''} {each.get('rel') or ''}") for each in around)


def _is_beside_date(head: Sequence[OwnLine], at: int) -> bool:
    """Tell whether a date stands near a line in the same box, and no label right before it."""
    if at and head[at - 1][0].tag in ("th", "dt"):
        return False
    around = list(head[at][0].iterancestors())[:3]
    near = head[max(0, at - _BESIDE) : at + _BESIDE + 1]
    return any(_tells_day(node, line) and any(box in around for box in node.iterancestors()) for node, line in near)


def _tells_day(node: HtmlElement, line: str) -> bool:
    return is_date(line) or is_date(node.get("title") or "")
