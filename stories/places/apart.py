"""Names of towns in languages that write words apart and names with capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from stories.places import Located, countries, gazetteer, places_in
from stories.places.cities import Homes, homes_of
from stories.places.named import Evidence, Named, Nouns, words_of

_ELIDED = r"(?<![^\W\d_])[dlDL][’'](?=[^\W\d_])"
_WORD = re.compile(rf"{_ELIDED}|[^\W\d_]+(?:[-’'](?!(?:based|headquartered|born)\b)[^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_LONGEST = 5  # words in the name of a town
_KNOWN = 2_000  # thousands of people that stand for "everybody knows it", for places of the hand-written list
_LARGE = 15  # thousands of people from which a town is named without saying where it is
_CITY = 100  # … from which even a name that is a word, too, is meant behind "in"
_JOINED = re.compile(r", | (?:and|und|et|y|e|và|&|/) | ?[-–/] ?|, (?:and|et|y|und|và) ")
# Behind a place that opens a text: "Kulmbach (dbd) -", "BALINGEN.", "FARGO, N.D."
_OPENS = re.compile(r"\.?$|\. [A-ZÄÖÜ]|\s?:| \(|(?:, [^\n–—]{2,40}?)? ?(?:--|[–—]) |, [A-Z][\w.]{1,6}$|/")
_MANY = 3  # names that make a list of places, whatever they are
_SHORT = 3  # letters up to which a name says too little


def named_apart(text: str, nouns: Nouns) -> list[Named]:
    """What may be places in a text, in order, each with what says so."""
    known = [Named(p.name, p.start, p.end, _with_namesakes(p)) for p in places_in(text)]
    towns = list(_towns(text, nouns))
    kept = [name for name in known if not any(_holds(town, name) for town in towns)]
    towns = [t for t in towns if not any(t.start < k.end and k.start < t.end for k in kept)]
    return _lists(text, sorted([*kept, *towns], key=lambda n: n.start))


def _holds(town: Named, known: Named) -> bool:
    """Whether a name goes over another: "East London"."""
    return town.start <= known.start and known.end <= town.end and len(town.name) > len(known.name)


def _with_namesakes(place: Located) -> dict[str, int]:
    """A place of the hand-written list with what else is called so: Birmingham in Alabama."""
    homes = None if place.name in countries() else homes_of(place.name)
    namesakes = {country: min(people, _KNOWN // 2) for country, people in homes.people.items()} if homes else {}
    return {**namesakes, place.country: _KNOWN}


def _towns(text: str, nouns: Nouns) -> Iterator[Named]:
    words = list(_WORD.finditer(text))
    index = 0
    while index < len(words):
        found = _town_at(text, words, index, nouns) if words[index].group()[0].isupper() else None
        if found is not None:
            yield found
            while index < len(words) and words[index].start() < found.end:
                index += 1
        else:
            index += 1


def _town_at(text: str, words: list[re.Match[str]], index: int, nouns: Nouns) -> Named | None:
    for last in reversed(range(index, min(index + _LONGEST, len(words)))):
        if not words[last].group()[0].isupper() or not _one_name(text, words[index : last + 1]):
            continue
        start = words[index].start()
        name = _POSSESSIVE.sub("", text[start : words[last].end()])
        homes = _homes(name.replace("’", "'"))
        if homes is None or gazetteer().get(name) == "nowhere" or nouns.has(name) or _is_smaller(name, homes, nouns):
            continue
        return Named(name, start, start + len(name), homes.people, _evidence(text, words, index, last, homes, nouns))
    return _joined(text, words[index], nouns) if "-" in words[index].group() else None


def _is_smaller(name: str, homes: Homes, nouns: Nouns) -> bool:
    """Whether a name that ends in what the place is, is better read without: "Gloucester City", not "Kansas City"."""
    front, _, last = name.rpartition(" ")
    larger = homes_of(front) if front and nouns.has(last) else None
    return larger is not None and larger.most > homes.most


def _joined(text: str, word: re.Match[str], nouns: Nouns) -> Named | None:
    """The first of towns that are joined by a hyphen: "Landshut-Freising"."""
    parts = word.group().split("-")
    homes = homes_of(parts[0]) if all(part[:1].isupper() and homes_of(part) for part in parts) else None
    if homes is None or homes.ordinary:
        return None
    return Named(parts[0], word.start(), word.start() + len(parts[0]), homes.people, Evidence.FAIR)


def _one_name(text: str, words: list[re.Match[str]]) -> bool:
    """Whether words stand side by side, all with capitals but for small words that names have inside."""
    for one, other in pairwise(words):
        if text[one.end() : other.start()] not in {" ", ". ", ""}:
            return False
        if not other.group()[0].isupper() and other.group() not in words_of("inside"):
            return False
    return True


def _homes(name: str) -> Homes | None:
    if name.isupper() and len(name) > _SHORT:  # "KUCHING, May 3 -"
        name = name.title()
    return homes_of(name)


def _evidence(text: str, words: list[re.Match[str]], first: int, last: int, homes: Homes, nouns: Nouns) -> Evidence:
    before, behind = _before(text, words, first), _behind(text, words, last)
    if first == 0 and _OPENS.match(text[words[last].end() :]):
        return Evidence.STRONG
    if _shouted(words, first):
        return Evidence.NONE
    opening = first == 1  # "In Kassel": the word before has a capital only because it begins the sentence
    if before[:1].isupper() and not (opening and before.lower() in words_of("before")):
        return _behind_a_noun(before, _before(text, words, first - 1), homes, nouns)
    said = _says_where(before, _before(text, words, first - 1), nouns)
    if homes.ordinary or words[last].end() - words[first].start() <= _SHORT:
        alone = said and not behind[:1].isupper() and (nouns.capitals_are_names or homes.most >= _CITY)
        return Evidence.STRONG if alone else Evidence.NONE
    goes_on = nouns.capitals_are_names and behind[:1].isupper()
    if said or "-" in words[first].group() or (goes_on and nouns.has(behind)):
        return Evidence.STRONG
    known = homes.most >= _LARGE or goes_on or before.lower() in words_of("weak")
    return Evidence.FAIR if known else Evidence.NONE


def _shouted(words: list[re.Match[str]], first: int) -> bool:
    """Whether a name is written in capitals although the word before is not: an abbreviation."""
    return words[first].group().isupper() and first > 0 and not words[first - 1].group().isupper()


def _behind_a_noun(noun: str, article: str, homes: Homes, nouns: Nouns) -> Evidence:
    """ "Stadt Kassel"; not "Gordon Halifax", but "die Käserei Gonten" where every noun has a capital."""
    if nouns.has(noun):
        return Evidence.STRONG
    apposed = not nouns.capitals_are_names and article.islower() and noun.lower() not in nouns.offices
    return Evidence.FAIR if apposed and not homes.ordinary else Evidence.NONE


def _says_where(before: str, of_what: str, nouns: Nouns) -> bool:
    """Whether the words before say that a place follows: "in", "city of", "Bürgermeister von"."""
    word = before.lower()
    if word in words_of("weak"):
        return nouns.has(of_what) or of_what.lower() in nouns.offices
    return word in words_of("before")


def _before(text: str, words: list[re.Match[str]], first: int) -> str:
    """The word before a name that at most a blank sets apart, as in "à Lyon", "d'Alger"; empty for none."""
    if first <= 0 or text[words[first - 1].end() : words[first].start()] not in {" ", "", ". "}:
        return ""
    return words[first - 1].group().replace("’", "'")


def _behind(text: str, words: list[re.Match[str]], last: int) -> str:
    if last + 1 == len(words) or text[words[last].end() : words[last + 1].start()] != " ":
        return ""
    return words[last + 1].group()


def _lists(text: str, names: list[Named]) -> list[Named]:
    """Names of a list are what the others are: with one that is sure, or three of them, all are."""
    groups: list[list[Named]] = []
    for name in names:
        if groups and _JOINED.fullmatch(text[groups[-1][-1].end : name.start]):
            groups[-1].append(name)
        else:
            groups.append([name])
    return [_as_its_list(name, group) for group in groups for name in group]


def _as_its_list(name: Named, group: list[Named]) -> Named:
    best = Evidence.STRONG if len(group) >= _MANY else max(other.evidence for other in group)
    return replace(name, evidence=best)
