"""How a source is, in a word of docs/health.md and a sentence that says what to do. Pure; the clock is passed in.

Nothing new is no health: what a source delivers is held against its own history.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.measuring import STALE
from crawler.model import VisitReport
from crawler.signs import as_sentence
from scheduler.rhythm import Rhythm

MISSED = 7.5  # a source is silent when chance explains only in one of e^7.5 cases that nothing came, see _surprise
PATIENCE = 1.5  # times its usual gap, at least, before it is called silent: many sources publish in bursts
GAPS = 3  # times its usual gap without anything new: it is empty, however little its history predicts
SHORTEST_GAP = timedelta(days=1)  # nights are no gap
UNKNOWN_GAP = timedelta(days=6)  # of a source with too little history to have a usual one
HOLLOW = 3  # looks in a row that find no link
PAGES = 5  # of the latest ten pages, at least half of all: what they show is what the source shows

WORDS: Mapping[str, str] = {
    "ok": "It delivers.",
    "new": "It has not been looked at yet.",
    "paused": "It is paused; `pactwatch sources resume` goes on.",
    "robots": "Ask the site for permission, or pause the source.",
    "refused": "Give it an address that may be fetched, or open the network in the settings.",
    "unreachable": "It is tried again by itself; if that lasts, look whether the site has a new address.",
    "tls": "Tell the site to repair its certificate or cipher; nothing is fetched without verification.",
    "blocked": "Ask the site to let this service in, or pause the source; blocks are not evaded.",
    "geo": "Run a worker in a country that the site answers, or pause the source; blocks are not evaded.",
    "gone": "Look for its new address with `pactwatch sources add` and the homepage.",
    "login": "Look for an open feed or list with `pactwatch sources add`, or pause the source.",
    "consent": "Look for a feed or sitemap that needs no consent with `pactwatch sources add`.",
    "needs_js": "Look for a feed, a sitemap or another list with `pactwatch sources add`; scripts are not run.",
    "attachment_only": "The news stands in files, which are not read; look for another list, or pause the source.",
    "soft_404": "Look for its new address with `pactwatch sources add` and the homepage.",
    "unreadable": "Look at the address in a browser; if it has changed, add the homepage again.",
    "reserved": "The site reserves its texts against text and data mining; ask it, or pause the source.",
    "mojibake": "Watch it in another way if it has one; what arrives broken cannot be repaired here.",
    "failed": "This is a mistake of ours; the log has the error, please report it.",
    "silent": "Compare with the site in a browser: the list may have been rebuilt. Then add the homepage again.",
    "empty": "Compare with the site in a browser; if it has news, add the homepage again.",
    "stale": "The feed or list may be a dead one; look for another with `pactwatch sources add`.",
    "switched": "It delivers; renew its block with `pactwatch sources add` before this way fails, too.",
    "moved": "It delivers; write the new address into its block.",
}
GOOD = frozenset({"ok", "new", "paused", "switched", "moved"})  # nothing is missed
_AFTERWARDS = frozenset(
    {"ok", "empty", "switched", "mojibake", "attachment_only"}
)  # signs of an answer that was read
_BY_DROP = {"login_wall": "login", "consent_wall": "consent", "forbidden": "blocked", "not_html": "attachment_only"}
_DROPS = ("soft_404", "attachment_only", "needs_js", "reserved", "robots", "gone", "mojibake", *_BY_DROP)


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a source beside its latest visit. "Before" means: that visit not counted."""

    paused: bool = False
    failures: int = 0  # visits in a row, before
    empty_looks: int = 0  # whole answers in a row that announced nothing, before
    sign: str | None = None  # what the last visit that had one showed, before
    moved_to: str | None = None  # what the visit before said
    last_new_at: datetime | None = None  # when something new was last announced, this visit and the first included
    rhythm: Rhythm | None = None  # as it was then: what it learns of silence must not excuse the silence
    usual_gap: timedelta | None = (
        None  # nine of ten gaps between looks with something new were shorter; five at least
    )
    newest_at: datetime | None = None  # publication of the newest article it ever announced
    recent_pages: int = 0  # articles that ended lately, at most ten
    recent_drops: Mapping[str, int] = field(default_factory=dict)  # of these by reason
    health: str | None = None
    health_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """A word, a sentence with what to do, and since when the word holds."""

    word: str
    sentence: str
    since: datetime


def health_of(last: VisitReport | None, history: History, now: datetime) -> Health:
    """Tell how a source is after its `last` visit; None if there was none. The first rule that applies counts."""
    word, what = _found(last, history, now)
    is_same = word == history.health and history.health_since is not None
    since = history.health_since if is_same and history.health_since else now
    return Health(word, " ".join(filter(None, (what and as_sentence(what), WORDS[word]))), since)


def needs_audit(last_full_at: datetime | None, failures: int, now: datetime) -> bool:
    """Tell whether the next visit must ask for a whole answer: once a day, and after every failure.

    A 304 says that nothing changed since an answer that was good; it does not say that the trouble is over. A last
    time in the future was noted while the clock was wrong, and says nothing.
    """
    return failures > 0 or last_full_at is None or not timedelta() <= now - last_full_at < timedelta(days=1)


def _found(last: VisitReport | None, history: History, now: datetime) -> tuple[str, str]:
    if history.paused:
        return "paused", ""
    if last is None:
        return "new", ""
    sign = _sign(last, history)
    if sign not in _AFTERWARDS:
        return sign, _failure(last, history)
    return (
        _hollow(last, sign, history)
        or _dropped(history)
        or _missed(history, now)
        or _old(last, history, now)
        or _remarkable(last, sign, history)
        or ("ok", "")
    )


def _sign(last: VisitReport, history: History) -> str:
    """What is known to hold: an answer that nothing changed shows nothing by itself."""
    if last.sign:
        return last.sign
    if last.outcome in ("not_modified", "unchanged"):
        return history.sign or "ok"
    return last.outcome if last.outcome in WORDS else "unreachable"


def _failure(last: VisitReport, history: History) -> str:
    if last.sign is None and last.outcome in ("not_modified", "unchanged"):
        return "since the last failure only the answer came that nothing has changed, which proves nothing"
    words = last.detail or last.outcome
    return f"{words} ({history.failures + 1} visits in a row)" if history.failures else words


def _hollow(last: VisitReport, sign: str, history: History) -> tuple[str, str] | None:
    """A page that answers and has no link to an article: once is chance, three times is a new design."""
    if sign != "empty":
        return None
    count = history.empty_looks + (last.outcome == "empty")
    if count < HOLLOW and history.last_new_at is not None:
        return None
    return "empty", f"{last.watch_url} answers but links no article, {count} visits in a row"


def _dropped(history: History) -> tuple[str, str] | None:
    """The list is fine and the pages are not."""
    counts: dict[str, int] = {}
    for reason, count in history.recent_drops.items():
        if reason in _DROPS:
            word = _BY_DROP.get(reason, reason)
            counts[word] = counts.get(word, 0) + count
    word = max(counts, key=lambda found: counts[found], default="")
    if not word or counts[word] < PAGES or counts[word] * 2 < history.recent_pages:
        return None
    return word, f"{counts[word]} of its latest {history.recent_pages} pages were dropped for this reason"


def _missed(history: History, now: datetime) -> tuple[str, str] | None:
    if history.last_new_at is None:
        return None
    quiet = now - history.last_new_at
    since = f"nothing new since {_day(history.last_new_at)}"
    is_long = quiet > PATIENCE * max(history.usual_gap or UNKNOWN_GAP, SHORTEST_GAP)
    expected = history.rhythm.expected(history.last_new_at, now) if history.rhythm and is_long else 0.0
    if history.rhythm and _surprise(expected, sum(history.rhythm.items[:7])) >= MISSED:
        return "silent", f"{since}; its history predicts {expected:.0f} articles for that time"
    if history.usual_gap is not None and quiet > GAPS * max(history.usual_gap, SHORTEST_GAP):
        return "empty", f"{since}; usually something comes within {_span(history.usual_gap)}"
    return None


def _surprise(expected: float, known: float) -> float:
    """Return -ln of the probability that nothing comes where `expected` items are, as `known` items have taught.

    A Poisson process whose rate has a Gamma distribution of shape `known`, so the negative binomial at 0 (Gelman and
    others, Bayesian Data Analysis, section 2.6). With 40 known items 8.3 must be missing, with 10 known ones 11.2.
    """
    return known * math.log1p(expected / known) if known > 0 else 0.0


def _old(last: VisitReport, history: History, now: datetime) -> tuple[str, str] | None:
    newest = max(filter(None, (last.newest, history.newest_at)), default=None)
    longest = max(STALE, GAPS * (history.usual_gap or timedelta()))
    if newest is None or now - newest <= longest:
        return None
    return "stale", f"the newest article that it announces is of {_day(newest)}"


def _remarkable(last: VisitReport, sign: str, history: History) -> tuple[str, str] | None:
    if sign not in ("ok", "empty"):
        return sign, last.detail or ""
    if last.moved_to and last.moved_to == history.moved_to:
        return "moved", f"the site says for good that it is at {last.moved_to}"
    return None


def _day(at: datetime) -> str:
    return at.date().isoformat()


def _span(gap: timedelta) -> str:
    days = max(gap, SHORTEST_GAP) / timedelta(days=1)
    return "a day" if days < 1.5 else f"{days:.0f} days"
