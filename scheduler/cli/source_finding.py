"""A Finding as a person reads it: what was tried, how often to look, what the articles look like."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from crawler.finding import Finding, Sample, Tried
from scheduler.cli.show import out, shown, when


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
        look = f"; looked at every {spoken(finding.interval)}" if finding.interval else ""
        words.append(f"Window: {spoken(finding.window)}{look}")
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
    date = f"{when(sample.published_at)} ({sample.date_origin})" if sample.published_at else "no date"
    _line(console, f"{date}, {sample.language or 'language not known'}", 6)
    _line(console, sample.opening, 6)


def _title(console: Console, words: str) -> None:
    console.print(Text(words, style="bold"))


def _line(console: Console, words: str, indent: int) -> None:
    console.print(Padding(Text(shown(words).replace("\n", " "), overflow="fold"), (0, 0, 0, indent), expand=False))
