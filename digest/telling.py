"""One story in words, line by line; both renderers show these."""

from __future__ import annotations

from dataclasses import dataclass

from digest.cleaning import web_address
from digest.model import DigestStory, Named
from digest.wording import Wording
from stories.headlines.words import words
from stories.places import countries

DOT = "\u00a0· "  # never at the start of a line
MOST_PARTIES, MOST_PLACES, MOST_QUOTES = 5, 4, 2


@dataclass(frozen=True, slots=True)
class Told:
    """A story as it is read: a label, a headline, where and when, the proof, the source."""

    kind: str
    status: str
    headline: str
    headline_language: str | None
    title: str  # of the article, where the headline is another one
    language: str | None
    where: str
    event: str
    evidence: str
    source: str
    published: str
    others: str
    why: str
    url: str | None

    @property
    def label(self) -> str:
        """Kind and status."""
        return joined(self.kind, self.status)

    @property
    def setting(self) -> str:
        """Where and when it happened."""
        return joined(self.where, self.event)

    @property
    def origin(self) -> str:
        """Date, language and number of further sources; follows the name of the source."""
        return joined(self.published, (self.language or "").upper(), self.others)


def joined(*parts: str) -> str:
    """The parts that are not empty, with middle dots."""
    return DOT.join(part for part in parts if part)


def tell(story: DigestStory, wording: Wording) -> Told:
    """The story in the reader's words; its own words (names, title, evidence) stay as they are.

    A headline in the reader's language says status and date itself; without one the parties stand there.
    """
    names = _listed([name for name, _ in story.parties], MOST_PARTIES, wording)
    title, headline = story.title or "", _headline(story, wording)
    return Told(
        kind=wording.kind(story.kind),
        status="" if headline else wording.status(story.status),
        headline=headline or names or title or story.source_name,
        headline_language=None if headline else story.language,
        title=title if headline or names else "",
        language=story.language,
        where=_places(story.places, wording),
        event="" if headline else _event(story, wording),
        evidence=story.evidence if story.evidence and story.evidence != title else "",
        source=story.source_name,
        published=_together(wording.published(story.published_at, story.published_precision)),
        others=_together(wording.plural("other_sources", story.other_sources)) if story.other_sources > 0 else "",
        why=_why(story, wording),
        url=web_address(story.url),
    )


def _headline(story: DigestStory, wording: Wording) -> str:
    """The headline in the reader's language, its date kept together; empty where the story has none."""
    headline = dict(story.headline).get(wording.language, "")
    when = words(wording.language).when(story.event_date, story.date_precision) if headline else ""
    return headline.replace(when, _together(when)) if when else headline


def _event(story: DigestStory, wording: Wording) -> str:
    if story.event_date is None:
        return ""
    return _together(wording.text("event", date=wording.day(story.event_date, story.date_precision)))


def _together(words: str) -> str:
    """Words that no line end parts."""
    return words.replace(" ", "\u00a0")


def _listed(names: list[str], most: int, wording: Wording) -> str:
    rest = len(names) - most
    return joined(*names[:most], wording.plural("more_names", rest) if rest > 0 else "")


def _places(places: tuple[Named, ...], wording: Wording) -> str:
    """Places with their country, a country named once: "경북, 울산 (South Korea) · Belfast (United Kingdom)"."""
    by_country: dict[str, list[str]] = {}
    for name, code in places[:MOST_PLACES]:
        towns = by_country.setdefault(wording.country(code), [])
        if not code or countries().get(name) != code:
            towns.append(name)
    return joined(*(_in_country(towns, country) for country, towns in by_country.items()))


def _in_country(towns: list[str], country: str) -> str:
    if not towns or not country:
        return ", ".join(towns) or country
    return f"{', '.join(towns)} ({country})"


def _why(story: DigestStory, wording: Wording) -> str:
    """The words that spoke loudest for the story, and how sure the verdict is."""
    speaking = [each for each in story.reasons if each.weight > 0 and each.quote]
    quotes = dict.fromkeys(each.quote for each in sorted(speaking, key=lambda each: -each.weight))
    quoted = ", ".join(wording.quoted(quote) for quote in list(quotes)[:MOST_QUOTES])
    if not quoted:
        return ""
    return joined(f"{wording.text('why')} {quoted}", wording.percent(min(max(story.score, 0), 1)))
