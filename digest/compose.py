"""Chooses, orders and counts: stories and health become a Digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from digest.cleaning import clean, cleaned, shorten
from digest.model import Digest, DigestStory, Group, Health, Reader
from digest.wording import Wording
from stories.model import Kind

TOP, CAP = 5, 40  # stories told in full, stories shown
SUBJECT, PREHEADER = 70, 100  # characters
_KIND_ORDER = {kind.value: place for place, kind in enumerate(Kind)}


def compose(
    stories: Sequence[DigestStory],
    reader: Reader,
    start: datetime,
    end: datetime,
    health: Health,
    cap: int = CAP,
    *,
    passed_over: int = 0,
) -> Digest:
    """The digest of the period from `start` to `end` (aware). The surest stories are shown, at most `cap`:
    the first five in full, the others by kind. Pure: the same input gives the same digest.
    """
    wording = Wording(reader)
    ranked = sorted((cleaned(story) for story in stories), key=_rank)
    shown, day = ranked[:cap], wording.local(end).date()
    return Digest(
        reader=reader,
        day=day,
        period_start=start,
        period_end=end,
        subject=_subject(ranked, wording, wording.short_day(day)),
        preheader=_preheader(ranked, wording, health),
        kinds=tuple(sorted(Counter(story.kind for story in ranked).items(), key=lambda pair: _kind_place(pair[0]))),
        top=tuple(shown[:TOP]),
        groups=_groups(shown[TOP:]),
        hidden=len(ranked) - len(shown),
        days=max(1, round((end - start) / timedelta(days=1))),
        health=Health(health.checked, tuple((clean(name), clean(words)) for name, words in health.failing)),
        passed_over=passed_over,
    )


def _rank(story: DigestStory) -> tuple[float, int, float, int]:
    """Surest first, then the most widely reported, then the newest; the id makes it stable."""
    return (-story.score, -story.other_sources, -_moment(story), story.id)


def _newest_first(story: DigestStory) -> tuple[float, int]:
    return (-_moment(story), story.id)


def _moment(story: DigestStory) -> float:
    return story.published_at.timestamp() if story.published_at else float("-inf")


def _groups(stories: Iterable[DigestStory]) -> tuple[Group, ...]:
    by_kind: dict[str, list[DigestStory]] = {}
    for story in stories:
        by_kind.setdefault(story.kind, []).append(story)
    for group in by_kind.values():
        group.sort(key=_newest_first)
    return tuple(Group(kind, tuple(by_kind[kind])) for kind in sorted(by_kind, key=_kind_place))


def _kind_place(kind: str) -> tuple[int, str]:
    return _KIND_ORDER.get(kind, len(_KIND_ORDER)), kind


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _subject(stories: Sequence[DigestStory], wording: Wording, day: str) -> str:
    """Count, one or two stories by name, date: "12 new · Acme–Beta, Hanbit–Lang … · Nov 23"."""
    if not stories:
        return _joined(f"{wording.text('name')}: {wording.text('nothing')}", day)
    count = wording.plural("new_short", len(stories))
    room = SUBJECT - len(_joined(count, "x", day)) + 1
    return _joined(count, _names_in(stories, room), day)


def _names_in(stories: Sequence[DigestStory], room: int) -> str:
    named = ["–".join(name for name, _ in story.parties[:2]) or story.title or "" for story in stories]
    first, *others = [name for name in named if name] or [""]
    for second in others[:2]:
        more = " …" if len(stories) > 2 else ""
        if len(both := f"{first}, {second}{more}") <= room:
            return both
    more = " …" if len(stories) > 1 else ""
    return shorten(first, room) if len(first + more) > room else first + more


def _preheader(stories: Sequence[DigestStory], wording: Wording, health: Health) -> str:
    trouble = wording.plural("failing_sources", len(health.failing)) if health.failing else ""
    counted = Counter(country for story in stories if (country := wording.country(_country(story))))
    countries = ", ".join(f"{country} {number}" for country, number in counted.most_common(4))
    return shorten(_joined(countries or wording.plural("checked", health.checked), trouble), PREHEADER)


def _country(story: DigestStory) -> str | None:
    return next((country for _, country in story.places + story.parties if country), None)
