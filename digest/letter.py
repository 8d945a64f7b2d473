"""The digest in the reader's words, part by part; HTML and plain text only lay it out."""

from __future__ import annotations

from dataclasses import dataclass

from digest.cleaning import clean
from digest.model import Digest
from digest.schedule import next_sending
from digest.telling import Told, joined, tell
from digest.wording import Wording

MOST_FAILING = 10  # sources listed in the health box


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that is said, in the order in which it is said."""

    language: str  # of the labels
    subject: str
    preheader: str
    name: str
    title: str
    period: str
    kinds: tuple[tuple[str, str], ...]  # (kind, number)
    notes: tuple[str, ...]
    top: tuple[Told, ...]
    also: str
    groups: tuple[tuple[str, tuple[Told, ...]], ...]
    hidden: str
    health: str
    failing: tuple[tuple[str, str], ...]
    unlisted: str
    footer: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing new."""
        return not self.top


def write_letter(digest: Digest) -> Letter:
    """Say the digest in its reader's language."""
    wording = Wording(digest.reader)
    listed, unlisted = digest.health.failing[:MOST_FAILING], len(digest.health.failing) - MOST_FAILING
    return Letter(
        language=wording.language,
        subject=digest.subject,
        preheader=digest.preheader,
        name=wording.text("name"),
        title=wording.plural("new", digest.total) if digest.total else wording.text("nothing"),
        period=_period(digest, wording) if digest.total else "",
        kinds=_kinds(digest, wording),
        notes=_notes(digest, wording),
        top=tuple(tell(story, wording) for story in digest.top),
        also=wording.text("also"),
        groups=tuple(
            (wording.kind(group.kind), tuple(tell(story, wording) for story in group.stories))
            for group in digest.groups
        ),
        hidden=wording.plural("hidden", digest.hidden) if digest.hidden else "",
        health=wording.text("health"),
        failing=listed,
        unlisted=wording.plural("more_names", unlisted) if unlisted > 0 else "",
        footer=_footer(digest, wording),
    )


def _period(digest: Digest, wording: Wording) -> str:
    start, end = wording.moment(digest.period_start), wording.moment(digest.period_end)
    return wording.text("period", start=start, end=end)


def _kinds(digest: Digest, wording: Wording) -> tuple[tuple[str, str], ...]:
    if len(digest.kinds) < 2:
        return ()
    return tuple((wording.kind(kind), wording.number(number)) for kind, number in digest.kinds)


def _notes(digest: Digest, wording: Wording) -> tuple[str, ...]:
    passed_over = (wording.plural("passed_over", digest.passed_over),) if digest.passed_over else ()
    if not digest.total:
        return (wording.text("nothing_since", start=wording.moment(digest.period_start)), *passed_over)
    days = (wording.plural("days", digest.days),) if digest.days > 1 else ()
    return (*days, *passed_over)


def _footer(digest: Digest, wording: Wording) -> tuple[str, ...]:
    failing = len(digest.health.failing)
    checked = wording.plural("checked", digest.health.checked)
    trouble = wording.plural("failing", failing) if failing else ""
    when = f"{wording.moment(next_sending(digest.reader, digest.period_end))} ({digest.reader.timezone})"
    short = (joined(checked, trouble), wording.text("next", when=when))
    if not digest.total:
        return short
    return (*short, wording.text("because", email=clean(digest.reader.email)), wording.text("stop"))
