"""Foreign text made harmless for one line of a mail."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from digest.model import DigestStory, Named

# C0 and C1 controls, line and paragraph separators (header injection), bidirectional overrides and isolates
# (text that reads otherwise than it is), lone surrogates (not encodable), byte order marks.
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")
LONGEST_URL = 2000
TITLE, NAME, EVIDENCE = 160, 80, 240  # characters


def clean(text: str | None) -> str:
    """One line without control characters, white space collapsed."""
    return " ".join(_HARMFUL.sub(" ", text or "").split())


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters; cut at a space where one is near, and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit * 2 // 3 else cut).rstrip(" ,;:·–-") + "…"


def web_address(url: str | None) -> str | None:
    """The URL if it may be linked to: absolute http(s), without spaces or controls; None otherwise."""
    text = (url or "").strip()
    if len(text) > LONGEST_URL or _HARMFUL.search(text) or re.search(r"[\s\\<>\"]", text):
        return None
    try:
        parts = urlsplit(text)
        found = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return text if found else None


def cleaned(story: DigestStory) -> DigestStory:
    """The story with every foreign text harmless and of bearable length."""
    return replace(
        story,
        title=shorten(clean(story.title), TITLE) or None,
        language=story.language if re.fullmatch(r"[a-z]{2,3}", story.language or "") else None,
        parties=_names(story.parties),
        places=_names(story.places),
        evidence=shorten(clean(story.evidence), EVIDENCE) or None,
        headline=tuple((language, shorten(clean(words), TITLE)) for language, words in story.headline),
        source_name=shorten(clean(story.source_name), NAME),
        reasons=tuple(replace(each, quote=shorten(clean(each.quote), NAME)) for each in story.reasons),
    )


def _names(named: tuple[Named, ...]) -> tuple[Named, ...]:
    found = ((shorten(clean(name), NAME), country) for name, country in named)
    return tuple((name, country) for name, country in found if name)
