"""A Finding as a person reads it: what was tried, how often to look, what the articles look like."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from crawler.finding import Finding, Sample, Tried
from scheduler.cli.show import out, shown

_DEEP = 6  # blanks before what explains a line
_ENDS = (".", "!", "?", "。", "”", '"')  # of a sentence


def print_finding(finding: Finding) -> None:
    """Print everything but the block of TOML, at any width of the terminal."""
    console = out()
    _title(console, "What was tried")
    for tried in finding.tried:
        _print_tried(console, tried)
    if finding.samples:
        _title(console, "Articles as they would be read")
        for sample in finding.samples:
            _print_sample(console, sample)
    _title(console, "What was found")
    for words in _summary(finding):
        _line(console, words, 2)


def spoken(seconds: float | None) -> str:
    """Say how long a time is, in its two largest units."""
    if seconds is None:
        return "not known"
    minutes = round(seconds / 60)
    days, hours = divmod(minutes // 60, 24)
    parts = ((days, "d"), (hours, "h"), (minutes % 60, "min"))
    return " ".join([f"{number} {unit}" for number, unit in parts if number][:2]) or "less than a minute"


def _summary(finding: Finding) -> list[str]:
    words = [finding.sentence]
    if finding.cms:
        words.append(f"CMS: {finding.cms}")
    if finding.source is not None:
        covers = f"it shows the articles of {spoken(finding.window)}" if finding.window else "not known"
        look = f"; looked at every {spoken(finding.interval)}" if finding.interval else ""
        words.append(f"Window: {covers}{look}")
    return [*words, f"Requests: {finding.requests}"]


def _print_tried(console: Console, tried: Tried) -> None:
    mark = "+" if tried.taken else "-"
    _line(console, f"{mark} {tried.kind}  {tried.url}", 2)
    _line(console, tried.why, 6)


def _print_sample(console: Console, sample: Sample) -> None:
    _line(console, f"* {sample.title or sample.url}", 2)
    if sample.drop:
        _line(console, f"no article: {sample.drop}", 6)
        return
    _line(console, f"{_date(sample)}, {sample.language or 'language not known'}", 6)
    _line(console, _cut(sample.opening), 6)


def _date(sample: Sample) -> str:
    """Say when an article was published, with the offset of its zone, and where that stands; a mere day is one."""
    at = sample.published_at
    if at is None:
        return "no date"
    day_only = (at.hour, at.minute, at.second) == (0, 0, 0)
    date = str(at.date()) if day_only else at.isoformat(" ", "minutes")
    return f"{date} (from {(sample.date_origin or 'unknown').replace('_', ' ')})"


def _cut(opening: str) -> str:
    """Let the opening of a text end with a whole word, and say that it goes on."""
    words, blank, rest = opening.rpartition(" ")
    return opening if not blank or rest.endswith(_ENDS) else f"{words} …"


def _title(console: Console, words: str) -> None:
    console.print(Text(words, style="bold"))


def _line(console: Console, words: str, indent: int) -> None:
    """Print a paragraph; what does not fit into its first line stands deeper, as what follows does."""
    text = Text(shown(words).replace("\n", " "))
    for number, line in enumerate(text.wrap(console, max(1, console.width - _DEEP), overflow="fold")):
        line.rstrip()
        console.print(Text(" " * (_DEEP if number else indent)) + line, soft_wrap=True)
