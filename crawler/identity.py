"""URL -> one key per article. The key is for telling articles apart; what is fetched is always the newest URL seen.

URL cleaners fail both ways here: the id of many systems is a parameter, and harmless-looking parameters are scopes
without which ids repeat. So known kinds of address say what counts; anything else keeps path and parameters.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_COPY_LABELS = ("www", "m", "mobile", "cdn", "amp")  # of hosts that serve the same articles once more
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class _Kind:
    """Addresses whose article is named by `keys` (parameters, or groups of `path`) alone.

    `name` replaces the path, so that several spellings share a key; None keeps the path, where ids are only unique
    below it. `given` are parameters that must have exactly this value.
    """

    name: str | None
    keys: tuple[str, ...]
    path: str = ".*"
    given: tuple[tuple[str, str], ...] = ()


# The first kind that fits counts. A parameter of `keys` is a scope (board, table) or the id itself.
_KINDS = (
    # ND Soft: page, AMP page, the old form below the root
    _Kind("articleView", ("idxno",), r".*/articleView(?:Amp)?\.html"),
    _Kind("articleView", ("idxno",), r"/(?:index\.(?:php|html))?", (("act", "articleView"),)),
    # InsCMS: short and long form
    _Kind("read", ("uid",), r"/sub_read\.html"),
    _Kind("read", ("uid",), r"/(?P<uid>\d{4,})"),
    # Mediaon: page and mobile page
    _Kind("article", ("no",), r"/(?:news|mobile)/article(?:_amp)?\.html"),
    # VietnamPlus family: old and new form
    _Kind("post", ("id",), r"/[^/]+/(?P<id>\d+)\.vnp"),
    _Kind("post", ("id",), r"/.*-post(?P<id>\d+)\.vnp"),
    # an id before a slug that is rewritten or translated
    _Kind("item", ("id",), r".*/n(?P<id>\d{3,})-[^/]+"),
    # boards: Gnuboard, eGov, board.es, boardId/dataSid, Expert-style indexes, B_NUM
    _Kind("board", ("bo_table", "wr_id")),
    _Kind("board", ("bbsNo", "nttNo")),
    _Kind(None, ("nttId",), r".*/view\.do"),
    _Kind("board", ("bid", "list_no"), r".*/board\.es"),
    _Kind("board", ("boardId", "dataSid")),
    _Kind(None, ("cbIdx", "bcIdx")),
    _Kind(None, ("bIdx",), r".*/view\.do"),
    _Kind(None, ("BD_CODE", "B_NUM")),
    _Kind(None, ("mng_no",)),
    # K2Web: menu and id stand in the path
    _Kind("artcl", ("menu", "id"), r"/bbs/(?P<menu>[^/]+/\d+)/(?P<id>\d+)/artclView\.do"),
    # page and AMP page of the same script
    _Kind("view", ("arcid",), r".*/view(?:_amp)?\.asp"),
)
_PATHS = {kind: re.compile(kind.path) for kind in _KINDS}

# Parameters that never choose an article: tracking, sessions, the place in a list, the look.
_NOISE = re.compile(
    r"utm_.*|at_(?:medium|campaign)|fbclid|gclid|gclsrc|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ref_src|referrer?|cmpid|spm"
    r"|phpsessid|jsessionid|sessionid|lrm_logout|set_language"
    r"|pageindex|pageno|gotopage|currentpage|startpage|listno|total|view_type|box_idxno"
    r"|sc_.*|skey|sval|search(?:_?(?:word|key|keyword|condition|type|cnd|wrd))?|replyall|reply_sc_order_by|print|amp|outputtype",
    re.IGNORECASE,
)


def identity_of(url: str) -> str:
    """Return the key of the article behind `url`; equal keys mean the same article.

    Scheme, default port, fragment, session ids and the copies of a host (www., m., cdn., amp.) make no difference.
    Never raises: what is no URL is its own key.
    """
    url = url.strip().encode("utf-8", "replace").decode()  # without lone surrogates
    try:
        parts = urlsplit(url)
        host = _family(parts.hostname or "", parts.port, parts.scheme)
    except ValueError:
        return url
    # Bytes that are not UTF-8 (EUC-KR in a query) must come out of it as they went in, or different ones meet.
    path = re.sub(r";[^/]*", "", unquote(parts.path, errors="surrogateescape")) or "/"
    path, given = _unpacked(path, _parameters(parts.query))
    for kind in _KINDS:
        key = _key(kind, path, given)
        if key is not None:
            return host + key
    return host + _canonical(path, given)


def _family(host: str, port: int | None, scheme: str) -> str:
    labels = host.lower().rstrip(".").split(".")
    while len(labels) > 2 and labels[0] in _COPY_LABELS:
        labels = labels[1:]
    name = ".".join(labels)
    return name if port in (None, _DEFAULT_PORTS.get(scheme)) else f"{name}:{port}"


def _key(kind: _Kind, path: str, given: Mapping[str, str]) -> str | None:
    found = _PATHS[kind].fullmatch(path)
    if not found or any(given.get(name) != value for name, value in kind.given):
        return None
    values = {**given, **{name: value for name, value in found.groupdict().items() if value}}
    if not all(values.get(name) for name in kind.keys):
        return None
    where = _plain(path) if kind.name is None else f"/{kind.name}"
    return f"{where}?{_query([(name, values[name]) for name in kind.keys])}"


def _canonical(path: str, given: Mapping[str, str]) -> str:
    kept = {name: value for name, value in given.items() if value and not _NOISE.fullmatch(name)}
    if any(char.isdigit() for char in path) or len(kept) > 1:
        kept.pop("page", None)  # something else is the id; alone it may be one
    return _plain(path) + (f"?{_query(sorted(kept.items()))}" if kept else "")


def _plain(path: str) -> str:
    path = re.sub(r"/{2,}", "/", path)
    path = re.sub(r"(?:/amp)?/?(?:index\.(?:html?|php))?$", "", path)
    return quote(path, safe="/~!$&'()*+,=:@", errors="surrogateescape")


def _parameters(query: str) -> dict[str, str]:
    return dict(parse_qsl(query, errors="surrogateescape"))


def _query(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, errors="surrogateescape")


def _unpacked(path: str, given: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Open parameters that hold a whole address: K2Web's `enc`, and boards that pack everything into Base64."""
    if "enc" in given and (inner := _base64(given["enc"])) and "|/" in inner:
        inner_path, _, query = inner.rpartition("|")[2].partition("?")
        return inner_path, _parameters(query)
    if "bbs_data" in given and (inner := _base64(given["bbs_data"])) and "idx=" in inner:
        inside = _parameters(inner)
        return path, {name: inside[name] for name in ("table", "idx") if name in inside}
    return path, given


def _base64(packed: str) -> str | None:
    letters = packed.replace(" ", "+").rstrip("|=")
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
