"""What to tell about a site: in one word of docs/health.md, and in a sentence that says what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.finding import Sample
from crawler.signs import Sign, as_sentence

# What to do about a site that cannot be watched.
_ADVICE: Mapping[str, str] = {
    "robots": "Pactwatch keeps to that. Ask the site for a feed that it wants to be read",
    "unreachable": "Check the address and try again later",
    "blocked": "Pactwatch does not disguise itself. Ask the site to let it in, or watch another source of the news",
    "geo": "Watch it from a network that the site answers, or watch another source of the news",
    "tls": "Tell the site that its TLS is broken; name the authority of a private certificate in ca_file",
    "needs_js": "Pactwatch runs no scripts. Add the address of a feed, a sitemap or a list that works without them",
    "attachment_only": "Pactwatch reads web pages. Watch a site that carries the same news as text",
    "soft_404": "Check the address in a browser, and add the one that shows the news",
    "gone": "Check the address in a browser, and add the one that shows the news",
    "login": "Pactwatch does not log in. Add an address that everybody can read",
    "consent": "Add the feed or a list page that comes without the question",
    "reserved": "Pactwatch honours that. Ask the site for permission, or watch another source of the same news",
    "not_html": "Add the address of a web page that links the news",
    "refused": "Only public http and https addresses are watched; allow_networks opens private ones",
    "mojibake": "Tell the site; until then it cannot be read",
    "unreadable": "Check the address in a browser, and add the one that shows the news",
    "needs_link": "Write a source with `item` and `link` by hand (docs/sources.md, listing)",
    "nothing": "If there is a page that lists the news, add its address",
}
_AS = {"needs_link": "nothing"}  # has advice of its own, but no word
# What the drops of sample pages say of the site.
_OF_DROPS: Mapping[str, str] = {
    "login_wall": "login",
    "consent_wall": "consent",
    "needs_js": "needs_js",
    "attachment_only": "attachment_only",
    "not_html": "attachment_only",
    "soft_404": "soft_404",
    "robots": "robots",
    "forbidden": "blocked",
    "reserved": "reserved",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a site cannot be watched."""

    word: str
    sentence: str


def refusal(word: str, what: str) -> Refusal:
    """Put what was seen and what to do into one sentence each."""
    return Refusal(_AS.get(word, word), f"{as_sentence(what.strip())} {_ADVICE.get(word, _ADVICE['nothing'])}.")


def sign_of_samples(samples: Sequence[Sample]) -> Sign | None:
    """Tell what pages that are no articles have in common, if most of them were dropped for one telling reason."""
    reasons = Counter((sample.drop or "").partition(":")[0] for sample in samples)
    reason, count = next(iter(reasons.most_common(1)), ("", 0))
    word = _OF_DROPS.get(reason)
    if word is None or 2 * count <= len(samples):
        return None
    said = next(sample.drop for sample in samples if (sample.drop or "").startswith(reason))
    return Sign(word, f"{count} of {len(samples)} article pages cannot be read ({said})")


def no_articles(samples: Sequence[Sample]) -> str:
    """Say that samples are no articles, and why."""
    drops = Counter((sample.drop or "").partition(":")[0] for sample in samples)
    reasons = ", ".join(f"{reason} {count}×" for reason, count in drops.most_common())
    return f"{len(samples)} of {len(samples)} samples are no articles: {reasons}."


def path_of(url: str) -> str:
    """Return path and query, as a person points at a page of a site."""
    where = urlsplit(url)
    return (where.path or "/") + (f"?{where.query}" if where.query else "")
