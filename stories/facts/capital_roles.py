"""The part a name plays in languages whose prepositions stand before it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from stories.facts.capital_screen import screened
from stories.facts.capitals import Run, runs
from stories.facts.dateline import dateline_end
from stories.facts.lexicon import Lexicon
from stories.facts.mention import Mention, Role, Strength
from stories.facts.tokens import Token, head_length, is_title, tokens_of
from stories.places import countries, country_of

_FAR = 6  # words between a preposition and its name


def mentions(words: Lexicon, sentence: str) -> list[Mention]:
    """The names in a sentence with their roles and the short names that stand in brackets behind them."""
    sent = dateline_end(words, sentence)
    tokens = tokens_of(" " * sent + sentence[sent:])  # positions stay
    verb = _verb(words, sentence)
    found: list[Mention] = []
    for run in runs(words, tokens):
        mention = _mention(words, sentence, tokens, run, verb, found)
        if mention is None:
            continue
        inside = found and _in_brackets(sentence, found[-1], mention)
        if inside:
            found[-1] = _with_alias(words, sentence, found[-1], mention)
        else:
            found.append(mention)
    return found


def _verb(words: Lexicon, sentence: str) -> int:
    found = (words.acts[act].search(sentence) for act in ("signed", "founded", "visited", "intended"))
    return next((match.start() for match in found if match), len(sentence))


def _mention(
    words: Lexicon, sentence: str, tokens: list[Token], run: Run, verb: int, found: list[Mention]
) -> Mention | None:
    start, end = tokens[run.first].start, tokens[run.last - 1].end
    known = screened(words, sentence[start:end], tokens, run, found)
    if known is None:
        return None
    name = _nominative(words, known)
    role, listed = _role(words, sentence, tokens, run, verb, found)
    if listed and run.strength < Strength.STRONG and _apposition(words, tokens, run, found[-1]):
        return None
    head = _plural_head(words, tokens, run, found[-1] if listed else None)
    each = found[-1].each if listed else ""
    if head:
        return Mention(f"{head} {name}", start, end, role, Strength.STRONG, False, (), listed, head)
    return Mention(name, start, end, role, run.strength, run.generic, (), listed, each)


def _plural_head(words: Lexicon, tokens: list[Token], run: Run, before: Mention | None) -> str:
    """ "Landkreise Emsland und Cloppenburg", "universities of Leeds and Hanoi": what each is; else nothing."""
    near = [token.text.lower() for token in tokens[max(0, run.first - 2) : run.first]]
    if near and near[-1] in words.names["links"]:
        near.pop()
    if near and near[-1] in words.plurals and not head_length(words, tokens, run.first):
        return words.plurals[near[-1]]
    return before.each if before is not None and run.strength < Strength.STRONG else ""


def _apposition(words: Lexicon, tokens: list[Token], run: Run, before: Mention) -> bool:
    """ "thành phố Pohang, Hàn Quốc": a place behind a comma says where the name before it is."""
    name = " ".join(token.text for token in tokens[run.first : run.last])
    follows = tokens[run.last].text.lower() if run.last < len(tokens) else "."
    comma = tokens[run.first - 1].text == "," and follows not in words.roles["list"] - {","}
    return country_of(name) is not None and comma and before.strength is not Strength.WEAK


def _nominative(words: Lexicon, name: str) -> str:
    """ "Ministeriums für …" -> "Ministerium für …": the head loses the ending of its case."""
    first, _, rest = name.partition(" ")
    for ending in sorted(words.names["endings"], key=lambda each: (-len(each), each)):
        stem = first.removesuffix(ending)
        if stem != first and stem.lower().endswith(_head_ends(words)):
            return f"{stem} {rest}".strip()
    return name


@cache
def _head_ends(words: Lexicon) -> tuple[str, ...]:
    return (*words.names["suffixes"], *(head.lower() for head in words.names["heads"]))


def _role(
    words: Lexicon, sentence: str, tokens: list[Token], run: Run, verb: int, found: list[Mention]
) -> tuple[Role, bool]:
    first, strength = run.first, run.strength
    index = first - 1
    unsure = strength is Strength.WEAK and not words.weak_names  # every noun has a capital here
    if unsure and index >= 0 and tokens[index].text.lower() in words.names["articles"]:
        return Role.OTHER, False
    while index >= 0 and first - index <= _FAR:
        if tokens[index].text.lower() in words.roles["list"]:
            joined = _joined(words, tokens, index, found)
            if joined is not None and not _begins_anew(words, tokens, run, index, found[-1]):
                return joined, True
            if tokens[index].text == ",":
                break
        decided = _decided(words, sentence, tokens, index)
        if decided is not None:
            return decided, False
        if _bars(words, tokens, index):
            return (Role.OTHER if unsure else _unmarked(words, tokens, first, verb)), False
        index -= 1
    return _unmarked(words, tokens, first, verb), False


def _begins_anew(words: Lexicon, tokens: list[Token], run: Run, comma: int, before: Mention) -> bool:
    """ "tại Sơn La, ba tỉnh …", "in Leeds, Hanbat University …": the place is told, now comes who."""
    if tokens[comma].text != "," or before.role is not Role.OTHER:
        return False
    counted = tokens[comma + 1].text.lower() in words.names["numerals"]
    return counted or (before.strength is not Strength.STRONG and run.strength is Strength.STRONG)


def _bars(words: Lexicon, tokens: list[Token], index: int) -> bool:
    """A noun or number between: what stands further left belongs to it, not to the name."""
    lower = tokens[index].text.lower()
    demonym = words.any_demonym.match(tokens[index].text)
    described = lower.endswith(words.ends["descriptors"]) or lower in words.plurals
    whose = demonym or tokens[index].text in countries() or lower in words.names["representatives"]
    return lower.isdecimal() or (tokens[index].capital and not (index == 0 or described or whose))


def _joined(words: Lexicon, tokens: list[Token], index: int, found: list[Mention]) -> Role | None:
    """The role of the name before, when only a bracket and marks of a list stand between."""
    if not found:
        return None
    if len(found) > 1 and found[-1].role is Role.OTHER and _beside(words, tokens, found):
        return found[-2].role  # "the university in Daejeon and …" goes on with the university
    between = _between(tokens, found[-1].end, index)
    if "(" in between[:1] and ")" in between:
        between = between[between.index(")") + 1 :]
    return found[-1].role if all(word in words.roles["list"] for word in between) else None


def _between(tokens: list[Token], end: int, index: int) -> list[str]:
    """The words from a character on up to a token, in small letters."""
    first = index
    while first > 0 and tokens[first - 1].start >= end:
        first -= 1
    return [token.text.lower() for token in tokens[first:index]]


def _beside(words: Lexicon, tokens: list[Token], found: list[Mention]) -> bool:
    """Whether the last name is the place of the one before it."""
    first = next(index for index, token in enumerate(tokens) if token.start >= found[-1].start)
    between = _between(tokens, found[-2].end, first)
    return found[-1].strength is Strength.PLACE and len(between) == 1 and between[0] in words.roles["other"]


def _decided(words: Lexicon, sentence: str, tokens: list[Token], index: int) -> Role | None:
    token = tokens[index]
    lower = token.text.lower()
    if lower in words.names["indefinite"]:
        return Role.OTHER  # "bauen ein gemeinsames Forschungszentrum": what they make
    if lower in words.roles["with"]:
        return Role.OTHER if _witness(words, sentence, token.start) else Role.WITH
    if lower in words.roles["by"]:
        if index and _is_leader(words, tokens[index - 1]):
            return Role.WITH  # "Vertreter von A"
        before = sentence[max(0, token.start - 30) : token.start]
        return Role.WITH if words.acts["signed"].search(before) else Role.OTHER
    if lower in words.roles["object"]:
        return Role.OBJECT
    if lower in words.roles["subject"]:
        return Role.SUBJECT
    if lower in words.roles["other"]:
        return _behind_other(words, sentence, tokens, index)
    return None


def _is_leader(words: Lexicon, token: Token) -> bool:
    return is_title(words, token) or token.text.lower().endswith(words.ends["representatives"])


def _behind_other(words: Lexicon, sentence: str, tokens: list[Token], index: int) -> Role | None:
    """ "of", "der", "của": a delegation's, a leader's organisation takes part; another noun's does not."""
    before = tokens[index - 1].text.lower() if index else ""
    if before in words.plurals:
        return None  # "the universities of": what they do
    if index and _is_leader(words, tokens[index - 1]):
        return Role.OTHER if _witness(words, sentence, tokens[index].start) else Role.WITH
    if before.removesuffix("s") in words.names["generic"] and before not in words.names["articles"]:
        return None  # "the county of Strandby": what the county does
    genitive = tokens[index].text.lower() in words.names["articles"]
    if genitive and (not tokens[index - 1].capital or before in words.names["stops"]):
        return None  # an article, no genitive: look further left
    return Role.OTHER


def _witness(words: Lexicon, sentence: str, position: int) -> bool:
    return bool(words.marks["witness"].search(sentence[max(0, position - 60) : position]))


def _unmarked(words: Lexicon, tokens: list[Token], first: int, verb: int) -> Role:
    before_verb = tokens[first].start < verb
    return Role.SUBJECT if before_verb or words.free_order else Role.OTHER


def _in_brackets(sentence: str, before: Mention, mention: Mention) -> bool:
    return sentence[before.end : mention.start].strip() in {"(", "(“", '("'}


def _with_alias(words: Lexicon, sentence: str, before: Mention, inside: Mention) -> Mention:
    close = sentence.find(")", inside.end)
    whole = sentence[inside.start : close] if 0 <= close - inside.end < 40 else inside.name
    place = inside.strength is Strength.PLACE or whole in countries()
    aliases = before.aliases if place else (*before.aliases, whole)
    strength = Strength.STRONG if not place else before.strength
    end = close + 1 if close > 0 else inside.end
    return replace(before, end=end, strength=max(before.strength, strength), aliases=aliases)
