"""The words of one reader: labels, plurals, numbers, dates and countries in his locale and time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent

from digest.locales import best, labels
from digest.model import Reader
from stories.model import DatePrecision

# A date without a time is stored as the midnight of its own, now unknown, zone. Thirteen hours later it is
# still that date in UTC for every zone from -10:59 to +13:00.
_MIDNIGHT_TO_DATE = timedelta(hours=13)


class Wording:
    """Everything a renderer says, so that HTML and text say the same."""

    def __init__(self, reader: Reader) -> None:
        self.language = best(reader.locale)
        self._labels = labels(self.language)
        self._locale = _babel_locale(reader.locale, self.language)
        self._zone = ZoneInfo(reader.timezone)

    def text(self, key: str, **values: str) -> str:
        """A label with its values filled in."""
        return str(self._labels["text"][key]).format_map(values)

    def quoted(self, words: str) -> str:
        """The words in the locale's quotation marks."""
        return self.text("quote_open") + words + self.text("quote_close")

    def plural(self, key: str, number: int) -> str:
        """A label in the plural form that the number asks for (CLDR)."""
        forms = self._labels["plural"][key]
        form = str(forms.get(self._locale.plural_form(number), forms["other"]))
        return form.format(n=self.number(number))

    def kind(self, kind: str) -> str:
        """The name of a kind; one that is not known is called other."""
        names = self._labels["kind"]
        return str(names.get(kind, names["other"]))

    def status(self, status: str | None) -> str:
        """The name of a status, empty where there is none."""
        return str(self._labels["status"].get(status, ""))

    def country(self, code: str | None) -> str:
        """The country's name; empty for none and for a code that CLDR does not know."""
        return str(self._locale.territories.get((code or "").upper(), "")) if code else ""

    def number(self, number: int) -> str:
        """A whole number with the locale's digits and groups."""
        return str(format_decimal(number, locale=self._locale))

    def percent(self, share: float) -> str:
        """A share of 0 to 1 in whole percent."""
        return str(format_percent(share, locale=self._locale))

    def local(self, moment: datetime) -> datetime:
        """The moment by the reader's clock."""
        return moment.astimezone(self._zone)

    def day(self, day: date, precision: str | None = None) -> str:
        """A date as precise as it is known: a day or a month."""
        skeleton = "yMMMM" if precision == DatePrecision.MONTH else "yMMMd"
        return self._skeleton(skeleton, day)

    def short_day(self, day: date) -> str:
        """Day and month."""
        return self._skeleton("MMMd", day)

    def moment(self, moment: datetime) -> str:
        """Weekday, day, month and time by the reader's clock."""
        local = self.local(moment)
        return f"{self._skeleton('MMMEd', local.date())}, {local:%H:%M}"

    def published(self, at: datetime | None, precision: str | None) -> str:
        """When an article was published: the reader's date where the time is known, else the date as written."""
        if at is None:
            return self.text("undated")
        try:
            if precision in (DatePrecision.DAY, DatePrecision.MONTH):
                return self.day((at.astimezone(UTC) + _MIDNIGHT_TO_DATE).date(), precision)
            return self.day(self.local(at).date())
        except OverflowError:  # a feed that says 9999-12-31
            return self.text("undated")

    def _skeleton(self, skeleton: str, day: date) -> str:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        return format_skeleton(skeleton, noon, tzinfo=UTC, locale=self._locale)


def _babel_locale(wanted: str, language: str) -> Locale:
    try:
        found = Locale.parse(wanted.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)
    return found if found.language == language else Locale.parse(language)
