"""Why a page is no article. Each reason is a stable word, listed in docs/drops.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.cms import Cms, Patterns
from crawler.list_texts import is_list
from crawler.literals import may_find
from crawler.markup import lines_of, text_of
from crawler.teasers import Item
from crawler.text_weight import SHORT, SHORTEST, is_told, reaches, weight
from stories.model import Drop

_MOST_LINES = 1_000  # of a page without text that are looked at
_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"\x1f\x8b",
    b"HWP ",
)
_MARKUP_TYPES = re.compile(r"text/|application/(xhtml|xml|octet-stream|x-httpd|force-download)|[+]xml|^$")
_TAG = re.compile(rb"<(!doctype html|html|head|body|div|p|article|table|script|meta|title|span|h\d)\b", re.IGNORECASE)
_FEED = re.compile(rb"^\s*(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*)?<(rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL)
_ATTACHMENT = re.compile(r"\.(hwpx?|pdf|docx?|xlsx?|pptx?|zip)\b|download|fileDown|atchFile", re.IGNORECASE)
_VIDEO = re.compile(r"youtube(-nocookie)?\.com/embed|youtu\.be|player\.vimeo|/player/|videoplayer", re.IGNORECASE)
_ALERT = re.compile(r"alert\s*\(|history\.(back|go)|location\.(href|replace)", re.IGNORECASE)


def not_html(body: bytes, content_type: str | None) -> Drop | None:
    """Refuse what is no HTML page, by its first bytes and its declared type."""
    declared = (content_type or "").partition(";")[0].strip().lower()
    if body.startswith(_MAGIC) or not _MARKUP_TYPES.search(declared):
        return Drop("not_html", f"the page is {declared or 'a binary file'}")
    if _FEED.match(body[:2000]):
        return Drop("not_html", "the page is a feed or a sitemap")
    if body and not body.isspace() and not _has_tag(body):
        return Drop("not_html", "there is no HTML tag in it")
    return None


def _has_tag(body: bytes) -> bool:
    """Tell whether there is a tag, in most pages at once, also between the NULs of UTF-16."""
    return bool(_TAG.search(body[:2000]) or _TAG.search(body[:200_000].replace(b"\0", b"")))


def home_instead(url: str, final_url: str) -> Drop | None:
    """Refuse the home page that a server sends in place of a missing article."""
    asked, got = urlsplit(url), urlsplit(final_url)
    if asked.path.strip("/") and not got.path.strip("/") and not got.query:
        return Drop("soft_404", f"the server sent its home page ({final_url})")
    return None


def no_article(
    tree: HtmlElement, lines: Sequence[str], items: Sequence[Item] | None, url: str, cms: Cms, meta: dict[str, str]
) -> Drop | None:
    """Refuse a page whose text is a list's or a consent form's.

    `lines` is the text that was found, `items` the repeated items of the page
    (teasers.repeated_items), None where nobody doubts that it is an article.
    """
    text = "\n".join(lines)
    if any(shape.search(url) for shape in cms.refuse_list_url) and not _is_article_type(meta):
        return Drop("list", "the address is a list's", text)
    if items is not None and is_list(tree, lines, items):
        return Drop("list", "most of the text are links to articles", text)
    if _prevails(cms.refuse_consent, text, least=3) and not _tells_more(cms.refuse_consent, lines):
        return Drop("consent_wall", "the text is about cookies and consent", text)
    return None


def is_short(lines: Sequence[str]) -> bool:
    """Tell whether a text is so short that it may stand in for an article, as stand_in tells."""
    return not reaches(lines, SHORT)


def stand_in(tree: HtmlElement, lines: Sequence[str], cms: Cms, meta: dict[str, str]) -> Drop | None:
    """Refuse a page with a short text: walls, messages, films, files, forms. `tree` is the whole page."""
    text, around = "\n".join(lines), text_of(tree)
    return _message(tree, text, around, cms) or _thin(tree, text, around, meta)


def _message(tree: HtmlElement, text: str, around: str, cms: Cms) -> Drop | None:
    """Refuse a short page that says why the article is not there; `around` is all that the page shows."""
    title = " ".join(text_of(node) for node in tree.iter("title", "h1", "h2"))
    is_bare = weight(text) < SHORTEST
    shown = around[:3000] if is_bare else text
    gone = cms.refuse_soft_404
    if _hits(gone, title) or _prevails(gone, shown) or (is_bare and _says(gone, tree)):
        return Drop("soft_404", "the page says that the article is not there", text)
    asks = is_bare and any(field.get("type") == "password" for field in tree.iter("input"))
    if asks or _prevails(cms.refuse_login, shown):
        return Drop("login_wall", "the page asks for a login", text)
    scripts = " ".join(node.text or "" for node in tree.iter("noscript", "script"))[:20_000]
    if weight(around) < SHORTEST and _ALERT.search(scripts):
        return Drop("soft_404", "the page is only an alert or a redirect by script", text)
    noscript = " ".join(" ".join(node.itertext()) for node in tree.iter("noscript"))
    if _hits(cms.refuse_needs_js, f"{title} {shown} {noscript}" if is_bare else title):
        return Drop("needs_js", "the text comes by script only", text)
    if is_bare and _prevails(cms.refuse_consent, shown, least=3):
        return Drop("consent_wall", "the page is about cookies and consent", text)
    return None


def _thin(tree: HtmlElement, text: str, around: str, meta: dict[str, str]) -> Drop | None:
    """Refuse a short text beside a film, a file or a form, or too short a text."""
    letters = weight(text)
    if letters >= SHORTEST * 2:
        return None
    if meta.get("og:type", "").startswith("video") or _has_video(tree):
        return Drop("video", "a film with little text", text)
    tells = letters >= SHORTEST and is_told(text)
    if not tells and any(_ATTACHMENT.search(link.get("href") or "") for link in tree.iter("a")):
        return Drop("attachment_only", "the text is in an attached file", text)
    if not tells and _fields(tree) > 3:
        return Drop("form", "the page is a form", text)
    if not letters and len(list(tree.iter("script"))) > 2 and weight(around) < SHORTEST:
        return Drop("needs_js", "the text comes by script only")
    if not letters:
        return Drop("empty", "no text was found on the page")
    return Drop("too_short", f"only {len(text)} characters of text", text) if letters < SHORTEST else None


def _says(patterns: Patterns, tree: HtmlElement) -> bool:
    """Tell whether a page has a line, no link, that is about what the patterns say."""
    links = {text_of(link) for link in tree.iter("a")}
    lines = [line for line in dict.fromkeys(lines_of(tree)) if line not in links]
    return any(_prevails(patterns, line) for line in lines[:_MOST_LINES])


def _tells_more(patterns: Patterns, lines: Sequence[str]) -> bool:
    """Tell whether half of a text and more are sentences without what the patterns say."""
    rest = [line for line in lines if not _hits(patterns, line)]
    told = sum(map(weight, rest))
    return told >= SHORTEST and told * 2 >= sum(map(weight, lines)) and is_told("\n".join(rest))


def _is_article_type(meta: dict[str, str]) -> bool:
    return meta.get("og:type", "").lower() == "article"


def _has_video(tree: HtmlElement) -> bool:
    frames = (node.get("src") or "" for node in tree.iter("iframe", "embed"))
    return next(iter(tree.iter("video")), None) is not None or any(_VIDEO.search(source) for source in frames)


def _fields(tree: HtmlElement) -> int:
    hidden = ("hidden", "submit", "button", "image", "search")
    return sum(1 for field in tree.iter("input", "select", "textarea") if field.get("type") not in hidden)


def _prevails(patterns: Patterns, text: str, least: int = 1) -> bool:
    """Tell whether a text is about what the patterns say rather than mentioning it."""
    hits = _hits(patterns, text)
    return hits >= least and hits * 150 > weight(text)


def _hits(patterns: Patterns, text: str) -> int:
    lower = text.lower()
    return sum(len(pattern.findall(text)) for pattern in patterns if may_find(pattern.pattern, lower))
