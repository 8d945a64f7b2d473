"""Bytes -> text. The bytes are asked before the labels: servers and pages often declare a wrong charset."""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

# RFC 3629, RFC 2781, and XML 1.0 appendix F for UTF-16 without a byte order mark. Longest first.
_SIGNATURES = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_MARKS = tuple(mark for mark, _ in _SIGNATURES)
_KOREAN = frozenset({"x-windows-949", "windows-949", "ms949", "korean", "ks_c_5601", "ksc_5601"})
_MULTI_BYTE = frozenset({"cp949", "johab", "gb18030", "big5hkscs", "big5", "cp932", "shift_jis", "euc_jp", "euc-jp"})
# Codecs that Python offers but no page is written in; some take quadratic time.
_NO_CHARSET = frozenset({"unicode-escape", "raw-unicode-escape", "idna", "punycode", "utf-7", "undefined"})
_POISON = re.compile("[\x00\ud800-\udfff]")  # neither PostgreSQL nor UTF-8 takes them
_HANGUL = re.compile("[가-힣]")
_WESTERN_MARKS = frozenset("€‚„…‘’“”•–—™§«»°·©®\xa0\xad")


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return the text of `body`, without NULs and lone surrogates. Never raises.

    Order: byte order mark; UTF-8, also with a few broken bytes; the declared charset (header, then meta or XML
    declaration), where euc-kr and its aliases mean CP949; CP949; Windows-1252 where nothing else is declared and it
    makes a western text; the declared charset or UTF-8 with U+FFFD for what does not fit.
    """
    text = None if body.startswith(_MARKS) else _strict(body, "utf-8")
    if text is not None:  # most pages; strict UTF-8 has no lone surrogates
        return text.replace("\0", "")
    return _POISON.sub("", _decoded(body, content_type))


def _decoded(body: bytes, content_type: str | None) -> str:
    """Decode what is not plain UTF-8."""
    for signature, charset in _SIGNATURES:
        if body.startswith(signature):
            return body.decode(charset, "replace")
    lenient = body.decode("utf-8", "replace")
    if _is_damaged_utf8(lenient):
        return lenient
    declared = _declared(body, content_type)
    for charset in (*declared, "cp949"):
        text = _strict(body, charset)
        if text is not None:
            return text
    if declared:
        return body.decode(declared[0], "replace")
    western = _strict(body, "cp1252")
    return western if western is not None and _is_western(western) else lenient


def _is_western(text: str) -> bool:
    """Tell whether few letters are foreign to ASCII and all of them usual; any bytes make some Windows-1252 text."""
    foreign = [letter for letter in text if letter > "\x7f"]
    letters = sum(map(str.isalpha, text))
    return len(foreign) * 6 <= letters and all(letter.isalpha() or letter in _WESTERN_MARKS for letter in foreign)


def _is_damaged_utf8(lenient: str) -> bool:
    """Tell whether broken bytes are the exception; other charsets rarely form valid UTF-8 sequences."""
    broken = lenient.count("\ufffd")
    sound = len(lenient) - broken - len(lenient.encode("ascii", "ignore"))
    return sound > 2 * broken


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Return the usable declared charsets, multi-byte ones first: those cannot decode everything strictly."""
    labels = (http_content_type_encoding(content_type), html_body_declared_encoding(body))
    names = [name for label in labels if label and (name := _codec(label))]
    if not any(name in _MULTI_BYTE for name in names) and _is_hangul(body):
        names.insert(0, "cp949")  # an 8-bit label decodes anything, so it proves nothing
    return sorted(dict.fromkeys(names), key=lambda name: name not in _MULTI_BYTE)


def _codec(label: str) -> str | None:
    """Return Python's codec for a charset label, None for unknown ones, UTF-8 (tried already) and non-charsets."""
    name = "cp949" if label.strip().lower() in _KOREAN else resolve_encoding(label)
    if name is None or name in _NO_CHARSET or name.startswith("utf-8"):
        return None
    try:
        b"".decode(name)
    except (LookupError, ValueError):
        return None
    return name


def _is_hangul(body: bytes) -> bool:
    text = _strict(body, "cp949")
    if text is None:
        return False
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return 2 * len(_HANGUL.findall(text)) > foreign


def _strict(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except (UnicodeError, LookupError):
        return None
