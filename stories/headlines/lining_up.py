"""Who, in so many letters: three names, else two and how many more, else shorter ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stories.headlines.naming import Named
from stories.headlines.words import Words, abbreviations

_MOST, _FEWER = 3, 2
_LEAST = 12  # letters that are left of a name
_LOOSE_END = re.compile(
    r"(?:[\s,;:·–-]+(?:[^\W\d]{1,3}\.?|[^\W\d]{4}\.|&)){0,4}[\s,;:·–-]*$"
)  # "… of", "… und": nothing ends so


def lined_up(names: Sequence[Named], words: Words, room: int) -> str:
    """The names in at most `room` characters; empty for none."""
    ways = _ways(names, words, room) if names else iter(())
    return next((way for way in ways if len(way) <= room), "")


def _ways(names: Sequence[Named], words: Words, room: int) -> Iterator[str]:
    """From the fullest to the shortest."""
    for most in (_MOST, _FEWER):
        yield _joined([name.full for name in names[:most]], len(names), words)
    for most in (_FEWER, 1):
        shown = names[:most]
        spare = max(room - len(_joined([""] * len(shown), len(names), words)), _LEAST)
        yield _joined(_with_brackets(shown, spare), len(names), words)
        read = [abbreviated(name.read) for name in shown]
        yield _joined(read, len(names), words)
        cut = _shorter(read, spare)
        if most == 1 or _all_tell(cut, read):
            yield _joined(cut, len(names), words)


def _with_brackets(names: Sequence[Named], spare: int) -> list[str]:
    """The names as they are read, as many of them as fit with what is written in brackets."""
    left = spare - sum(len(name.read) for name in names)
    shown = []
    for name in names:
        more = len(name.full) - len(name.read)
        shown.append(name.full if more <= left else name.read)
        left -= more if more <= left else 0
    return shown


def _joined(shown: list[str], number: int, words: Words) -> str:
    return " ".join(filter(None, (words.joint.join(shown), words.more(number - len(shown)))))


def _shorter(names: list[str], spare: int) -> list[str]:
    """The longest name shorter, if enough of it is left; else each in its share of the characters."""
    longest = max(names, key=len)
    left = spare - sum(len(name) for name in names if name is not longest)
    one = shortened(longest, max(left, 1))
    if left > 0 and _tells(one, longest):
        return [one if name is longest else name for name in names]
    return [shortened(name, spare // len(names)) for name in names]


def _all_tell(cut: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether enough is left of each, and none has become the beginning of another: "Sở Tài nguyên…"."""
    starts = [short.rstrip("…") for short in cut if short.endswith("…")]
    alike = any(sum(name.startswith(start) for name in whole) > 1 for start in starts)
    return not alike and all(_tells(short, name) for short, name in zip(cut, whole, strict=True))


def _tells(short: str, whole: str) -> bool:
    """Whether half of a name is left of it."""
    return len(short) * 2 >= len(whole)


def abbreviated(name: str) -> str:
    """A name with the short forms that its readers use: "Đại học" ĐH, "Handwerkskammer" HWK."""
    for long, short in abbreviations():
        name = name.replace(long, short)
    return name[:1].upper() + name[1:]


def shortened(name: str, limit: int) -> str:
    """A name in at most `limit` characters: without what it has in brackets, else cut between words."""
    plain = re.sub(r"\s*\([^()]*\)", "", name) or name
    if len(plain) <= limit:
        return plain
    space = plain.rfind(" ", 0, limit)
    return _LOOSE_END.sub("", plain[: space if space >= limit // 2 else limit - 1]) + "…"
