"""How the register of organisations is shown: a name, the names beside it, and who said so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db.organisations import SayingRow
from scheduler.cli.show import when
from scheduler.naming import Known, Organisation
from scheduler.records import Record


def record(organisation: Organisation) -> Record:
    """An organisation for programs; its stories are ids."""
    names = [{"name": each.name, "stories": each.stories} for each in organisation.names]
    return {"name": organisation.name, "stories": organisation.stories, "names": names}


def full_record(known: Known) -> Record:
    """The same with all that was said of its names, the oldest first."""
    return record(known.organisation) | {"sayings": [_saying(row, known) for row in known.sayings]}


def row(organisation: Organisation) -> tuple[int, str, str]:
    """An organisation as a row of a table: number of stories, name, other names."""
    others = [each.name for each in organisation.names if each.name != organisation.name]
    return len(organisation.stories), organisation.name, "; ".join(others)


def lines(known: Known) -> Iterable[str]:
    """An organisation as lines: each name with its stories, then each saying."""
    for each in known.organisation.names:
        yield f"{each.name} ({_stories(each.stories)})"
    for said in known.sayings:
        yield f"  {_sentence(said, known)}"


def unclear_record(said: Sequence[SayingRow], other: str, fulls: Sequence[str]) -> Record:
    """A short name (key) that stands for several full names (keys), with a story that says so of each."""
    about = {row.full_key: row for row in reversed(said) if row.other_key == other and not row.by_person}
    rows = [about[full] for full in fulls]
    return {
        "name": rows[0].other,
        "full_names": [row.full_name for row in rows],
        "stories": [row.story_id for row in rows],
    }


def _stories(stories: Sequence[int]) -> str:
    return "no story" if not stories else f"story {', '.join(map(str, stories))}"


def _sentence(said: SayingRow, known: Known) -> str:
    who = "somebody" if said.by_person else f"story {said.story_id}"
    what = "is" if said.same else "is not"
    why = said.note if said.by_person else said.sentence
    counts = "" if _counts(said, known) else " (does not count)"
    return f"{when(said.said_at)} {who}: {said.other} {what} {said.full_name}{counts}{': ' + why if why else ''}"


def _saying(said: SayingRow, known: Known) -> Record:
    return {
        "full_name": said.full_name,
        "other": said.other,
        "same": said.same,
        "by": "person" if said.by_person else "text",
        "story": said.story_id,
        "sentence": said.sentence,
        "note": said.note,
        "said_at": said.said_at,
        "counts": _counts(said, known),
    }


def _counts(said: SayingRow, known: Known) -> bool:
    """Whether the register is as the saying says."""
    return said.same == (said.other_key in known.register.names_of(said.full_key))
