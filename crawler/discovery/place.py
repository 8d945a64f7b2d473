"""Where a source is and what it is called, as far as the site says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from babel.core import get_global
from babel.languages import get_official_languages

from crawler.discovery.homepage import Homepage, page_title
from crawler.hosts import host_of
from crawler.territories import territory_of, timezone_of

UNKNOWN = "ZZ"  # CLDR's code for an unknown territory
_WIDESPREAD = 8  # territories with an official language that says too little about any of them


def place_of(
    url: str, home: Homepage, spoken: Sequence[str] = (), country: str | None = None
) -> tuple[str, str | None]:
    """Return country (ISO 3166-1) and time zone (IANA): as given, by domain, by declared locale, by language.

    `spoken` are the languages of articles. ("ZZ", None) if nothing tells; the zone is None where a country has
    several clocks.
    """
    if country is not None:
        return country, timezone_of(country)
    if found := territory_of(host_of(url)):
        return found.country, found.timezone
    usual = [likely for language in (*home.languages, *spoken) if (likely := _usual_country(language))]
    declared = [locale for locale in home.locales if get_global("territory_zones").get(locale[3:].upper())]
    # A language of few countries is meant as declared; en-US is often just what a CMS comes with.
    telling = [locale[3:].upper() for locale in declared if _usual_country(locale[:2])]
    guessed = next(iter([*telling, *usual, *(locale[3:].upper() for locale in declared)]), UNKNOWN)
    return guessed, timezone_of(guessed)


def languages_of(samples: Iterable[str | None], home: Homepage) -> tuple[str, ...]:
    """Return the languages of the articles, the most frequent first; without any those of the homepage."""
    counted = Counter(language for language in samples if language)
    return tuple(language for language, _ in counted.most_common(3)) or home.languages[:2]


def name_of(home: Homepage, feed_title: str | None) -> str:
    """Return what the site calls itself, else what its feed does, else its host."""
    return home.name or page_title(feed_title or "") or host_of(home.url).removeprefix("www.")


def _usual_country(language: str) -> str | None:
    """Return the country that a language points to, None for one that is official in many."""
    likely = get_global("likely_subtags").get(language, "").rpartition("_")[2]
    spread = sum(1 for territory in get_global("territory_languages") if language in _official(territory))
    return likely if likely and 0 < spread <= _WIDESPREAD else None


def _official(territory: str) -> tuple[str, ...]:
    return tuple(get_official_languages(territory, de_facto=True))
