"""Who cooperates by rule: the names that take part in the sentences that tell the event, each once.

Exact where a story is told plainly; what the tagger sees besides the words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from stories.facts.lexicon import Lexicon
from stories.facts.mention import Mention, Role, Strength
from stories.facts.mentions import mentions_in
from stories.facts.telling import Sentence, Telling
from stories.model import Kind
from stories.places import countries

_ENOUGH = 2
_GAP = 6  # characters between two names of a list: " and "
_MOST = 8  # what names more is a list of members or guests
_SHORT_FORM = re.compile(r"\b[A-ZÄÖÜ]{2,}\b")
_LOOK_BACK = 6  # sentences in which "the city" may have been named


def ruled_parties(words: Lexicon, told: Telling) -> tuple[Mention, ...]:
    """The parties as the text first writes them, in order, the most certain kind of name first if two are enough."""
    kind = told.kind or Kind.OTHER
    aliases = _aliases(words, told)
    found: list[Mention] = []
    for group in _groups(words, told, kind):
        taking_part = [m for s in group for m in _taking_part(words, told, s, kind)]
        found = _distinct([*found, *_certain(words, taking_part, kind)], aliases)
        if len(found) >= _ENOUGH:
            break
    return tuple(_as_usual(told, mention) for mention in found[:_MOST])


def _as_usual(told: Telling, mention: Mention) -> Mention:
    """A party under the name that the text goes on to use: "Harbour Agency (Invest Harbour)" is Invest Harbour.

    A short form is no name of its own, and the full one stays where both are told as often.
    """
    names = [mention.name, *(alias for alias in mention.aliases if " " in alias and not _SHORT_FORM.search(alias))]
    usual = max(names, key=lambda name: sum(sentence.text.count(name) for sentence in told.body))
    return replace(mention, name=usual, aliases=(*mention.aliases, mention.name))


def _groups(words: Lexicon, told: Telling, kind: Kind) -> Iterator[tuple[Sentence, ...]]:
    """The sentences to ask, the surest first; the next group is asked only while there are not two parties."""
    one = kind is Kind.DELEGATION or any(s.background for s in told.main)  # the rest of a visit is its programme
    yield told.main[:1] if one else told.main[:6]
    yield tuple(s for s in told.body if s.linked and s.events)
    yield told.main[1:4]
    yield tuple(s for s in told.body if s.events and not s.background)[:3]
    first = told.main[0].index if told.main else 1
    yield told.body[max(0, first - 1) : first]  # "A and B work together. The paper was signed on Monday."
    if told.title:
        yield (Sentence(told.title, told.title, -1, {kind: 1.0}, False, False),)
    rest = (s for s in told.body[:_LOOK_BACK] if s not in told.main and not s.background)
    pattern = words.kinds.get(kind)
    yield tuple(s for s in rest if pattern and pattern.search(s.text))[:1]  # "Under the agreement between A and B …"
    yield told.body[max(0, first - 2) : first]


def _taking_part(words: Lexicon, told: Telling, sentence: Sentence, kind: Kind) -> list[Mention]:
    received = kind is Kind.DELEGATION or words.acts["visited"].search(sentence.text)
    roles = {Role.SUBJECT, Role.WITH} | ({Role.OBJECT} if received else set())
    named = [m for m in mentions_in(words, sentence.text) if m.role in roles]
    named = [m for m in named if not _approves(words, sentence, m)]
    resolved = [_resolve(words, told, sentence, m) for m in named if _is_name(words, told, sentence, m)]
    found = [m for m in resolved if m is not None]
    if words.marks["both"].search(sentence.text) and len(found) < _ENOUGH:
        found = [*_named_before(words, told, sentence), *found]
    return found


def _approves(words: Lexicon, sentence: Sentence, mention: Mention) -> bool:
    """A council that approves what others will sign."""
    council = mention.name.lower().endswith(words.ends["approvers"])
    return council and mention.role is Role.SUBJECT and bool(words.marks["approved"].search(sentence.text))


def _is_name(words: Lexicon, told: Telling, sentence: Sentence, mention: Mention) -> bool:
    """A single word that only begins a sentence is a name if the story writes it with a capital elsewhere too."""
    if mention.strength is not Strength.WEAK or words.writing != "capitals":
        return True
    if (sentence.index < 0 and not words.weak_names) or sentence.text.strip(" .") == mention.name:
        return False
    if " " in mention.name or sentence.text[: mention.start].rstrip()[-1:] not in {"", "-", "–", "—"}:
        return True
    behind = (m for m in mentions_in(words, sentence.text) if 0 < m.start - mention.end < _GAP)
    return (words.weak_names and any(m.listed for m in behind)) or any(
        s.text.find(f" {mention.name}") > 0 for s in told.body if s is not sentence
    )


def _resolve(words: Lexicon, told: Telling, sentence: Sentence, mention: Mention) -> Mention | None:
    """ "the city" -> the name before that ends so."""
    if not mention.generic:
        return mention
    last = mention.name.lower().split(" ")[-1]
    for name in reversed(_before(words, told, sentence, mention)):
        if name.generic or name.strength is not Strength.STRONG:
            continue
        if last in name.name.lower().split(" ") or name.name.endswith(last) or _abbreviates(name.name, mention.name):
            return replace(mention, name=name.name, generic=False, aliases=name.aliases)
    return None


def _abbreviates(name: str, generic: str) -> bool:
    return generic.lower() in name.lower()


def _before(words: Lexicon, told: Telling, sentence: Sentence, mention: Mention) -> list[Mention]:
    earlier = told.body[max(0, sentence.index - _LOOK_BACK) : max(0, sentence.index)]
    texts = [told.title, *(s.text for s in earlier)]
    names = [m for text in texts for m in mentions_in(words, text)]
    return [*names, *(m for m in mentions_in(words, sentence.text) if m.start < mention.start)]


def _named_before(words: Lexicon, told: Telling, sentence: Sentence) -> list[Mention]:
    earlier = told.body[max(0, sentence.index - 3) : max(0, sentence.index)]
    names = [m for s in earlier for m in mentions_in(words, s.text)]
    parts = [m for m in names if m.role in {Role.SUBJECT, Role.WITH} and not m.generic]
    return [m for m in parts if m.strength is Strength.STRONG][:2]


def _certain(words: Lexicon, found: list[Mention], kind: Kind) -> list[Mention]:
    """The strong names; places and mere capitals where the strong are fewer than two or they stand in their list."""
    others = [m for m in found if m.name not in countries()]
    if len({m.name for m in others}) >= _ENOUGH:
        found = others  # "U.S. startup": a country says whose they are
    floor = Strength.PLACE if kind is Kind.SISTER_CITY else Strength.STRONG
    if words.weak_names:
        floor = Strength.WEAK
    while floor > Strength.WEAK and len({m.name for m in found if m.strength >= floor}) < _ENOUGH:
        floor = Strength(floor - 1)
    kept = [m for m in found if m.strength >= floor]
    return [m for m in found if m in kept or (words.writing != "capitals" and _in_list(m, kept))]


def _in_list(mention: Mention, kept: list[Mention]) -> bool:
    """ "한들소프트, 미래벤처는": a mere name that ends the list of a sure one."""
    return any(m.listed and m.role is mention.role and 0 < mention.start - m.end < _GAP for m in kept)


def _aliases(words: Lexicon, told: Telling) -> dict[str, str]:
    """Every short name that the text joins to a full one -> the full one."""
    texts = [told.title, *(s.text for s in told.body[:40])]
    pairs = (
        (alias, m.name) for text in texts if "(" in text for m in mentions_in(words, text) for alias in m.aliases
    )
    return {alias.casefold(): name for alias, name in pairs}


def _distinct(found: Iterable[Mention], aliases: dict[str, str]) -> list[Mention]:
    """Each party once, under its fullest name: "MSS", "das Ministerium für …" and "Ministeriums für …" are one."""
    parties: list[Mention] = []
    for mention in found:
        full = aliases.get(mention.name.casefold(), mention.name)
        if mention.generic:
            continue
        mention = replace(mention, name=full, generic=False)
        twin = next((p for p in parties if _same(p, mention)), None)
        if twin is None:
            parties.append(mention)
        elif len(_key(twin.name)) < len(_key(mention.name)):
            parties[parties.index(twin)] = replace(mention, strength=max(mention.strength, twin.strength))
    return parties


def _same(one: Mention, other: Mention) -> bool:
    first, second = _key(one.name), _key(other.name)
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    if long[:-1] == short and " " not in long and min(one.strength, other.strength) < Strength.STRONG:
        return True  # "프랑크푸르트", "프랑크푸르트시"
    if " " in short and long.endswith(f" {short}"):
        return True  # "UBND tỉnh Bắc Giang", "tỉnh Bắc Giang"
    return f" {short} " in f" {long} " and len(short) > 3 and min(one.strength, other.strength) < Strength.STRONG


def _key(name: str) -> str:
    words = name.casefold().replace("’", "'").split()
    return " ".join(
        word.removesuffix("'s").removesuffix("s") for word in words if word not in {"the", "die", "der", "das"}
    )
