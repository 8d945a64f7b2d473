"""Whether words that stand behind an organisation in brackets are another name of it."""

from __future__ import annotations

import re
from functools import cache

from stories.folding import folded
from stories.names.keys import name_key
from stories.names.shortening import abbreviates, script_of
from stories.names.wording import any_of, no_name
from stories.places import countries, country_of
from stories.places.spelled import meant_by

_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z0-9&.+-]{2,14}")
_ALL_CAPITALS = re.compile(r"[A-Z][A-Z0-9&.+-]{2,13}")
_SPELLED = re.compile(r"[^\W\d_][\w&.,'’ -]+")
_ADDRESS = re.compile(r"@|://|www\.|\\")
_MOST_WORDS, _MOST_LETTERS = 9, 60
_NATIVE = 3  # letters that a name without capitals has at least


def is_name(words: str, full: str) -> bool:
    """Whether the words can be a name at all, of an organisation with this full name."""
    key = name_key(words)
    if not 1 < len(key) <= _MOST_LETTERS or len(words.split()) > _MOST_WORDS or not any(map(str.isalpha, key)):
        return False
    if _ADDRESS.search(words) or no_name().fullmatch(_without_article(words)):
        return False
    if script_of(words) == "LATIN" and not re.search(r"[^\W\d_a-zß-ÿ]", words.split()[0]):
        return False  # "formerly of …", "kurz vor …"
    return not _only_says_where(words, full)


def speaks_for_itself(words: str, full: str) -> bool:
    """Whether a name in brackets needs no word before it: it abbreviates the full name, or is in another script."""
    if is_acronym(full) and abbreviates(full, words):
        return True
    if script_of(words) != script_of(full):
        return _is_spelled(words)
    if script_of(words) != "LATIN":
        return " " not in words and abbreviates(words, full)
    foreign = bool(_ALL_CAPITALS.fullmatch(words)) and " " in full and not meant_by(full)
    return foreign or (is_acronym(words) and abbreviates(words, full))


def is_acronym(words: str) -> bool:
    """Whether it is one word with two capitals at least: "MSS", "KenAgri"."""
    return bool(_ACRONYM.fullmatch(words))


def _is_spelled(words: str) -> bool:
    if script_of(words) == "LATIN":
        return bool(_SPELLED.fullmatch(words))
    return " " not in words and len(name_key(words)) >= _NATIVE


def _only_says_where(words: str, full: str) -> bool:
    """ "Harbour Agency (Lisbon)", "(KR)"; but a city may be given another name of its own, and "HIT" is not Hit."""
    places = meant_by(words) if words in countries().values() or country_of(words) or not is_acronym(words) else ()
    return bool(places) and meant_by(full).isdisjoint(places)


def _without_article(words: str) -> str:
    return _article().sub("", folded(words))


@cache
def _article() -> re.Pattern[str]:
    return re.compile(f"^(?:{any_of('articles')})")
