"""`pactwatch sources add` and `sources test`: from a homepage to a block in a source file."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from crawler.finding import Finding
from crawler.hosts import host_of, is_copy
from crawler.model import Source
from crawler.source_text import append_source, source_text
from crawler.sources import block_of, load_sources, source_from_block
from scheduler.cli.load import settings
from scheduler.cli.show import as_json, json_lines
from scheduler.cli.source_finding import print_finding
from scheduler.cli.source_given import check_folder, check_given, given_address
from scheduler.cli.source_place import checked_place, missing_place, placed, refuse_several
from scheduler.errors import UsageError
from scheduler.settings import Settings

_NOTHING, _TEMPORARY = 1, 75  # exit codes, see docs/command-line.md


@click.command()
@click.argument("url")
@click.option("--yes", is_flag=True, help="Add it without asking.")
@click.option("--country", help="Two letters (ISO 3166), e.g. KR; guessed where not given.")
@click.option("--timezone", help="IANA name, e.g. Asia/Seoul; that of the country where not given.")
@click.option("--id", "source_id", help="Id of the new source; made of the host where not given.")
@click.option("--name", help="Name of the new source; the site's own where not given.")
@click.option("--again", is_flag=True, help="Also if the site is watched already.")
@as_json
def add(
    url: str,
    yes: bool,
    country: str | None,
    timezone: str | None,
    source_id: str | None,
    name: str | None,
    again: bool,
    as_json: bool,
) -> int:
    """Find out how the site at URL can be watched, and add it to the source files.

    Costs the site at most 12 requests, robots.txt first. Shows what was tried and why it was taken or not, reads
    five articles, and asks before it writes.

    \b
    pactwatch sources add https://city.example.org
    pactwatch sources add city.example.org --yes --country DE
    """
    in_use, (country, timezone) = settings(), checked_place(country, timezone)
    there = _sources_in(in_use.sources_folder)
    address = given_address(url)
    check_folder(in_use.sources_folder)
    check_given(address, source_id, name, {source.id for source in there})
    if yes:
        refuse_several(country, timezone)
    if not again:
        _refuse_known(address, there)
    finding = _discovered(url, in_use, country, timezone)
    source = finding.source and _named(finding.source, source_id, name, there)
    finding = replace(finding, source=source)
    _print(finding, as_json)
    if source is None:
        return _code(finding)
    if not again:
        _refuse_watched(source, there)
    source = placed(source, timezone, yes=yes)
    source_from_block(block_of(source), "the new source")
    file = in_use.sources_folder / f"{source.country.lower()}.toml"
    if not as_json:
        click.echo(f"\n{source_text(source)}")
    if not yes and not _agreed(file):
        click.echo("not added", err=True)
        return _NOTHING
    append_source(file, source)
    load_sources(in_use.sources_folder)
    _say_next(source, file)
    return 0


@click.command("test")
@click.argument("url_or_id", metavar="URL|ID")
@click.option("--country", help="Two letters (ISO 3166), for a URL.")
@click.option("--timezone", help="IANA name, for a URL.")
@as_json
def test(url_or_id: str, country: str | None, timezone: str | None, as_json: bool) -> int:
    """Look at a site as `add` would, or at every way of a source, without writing anything.

    \b
    pactwatch sources test https://city.example.org
    pactwatch sources test example-city
    """
    in_use, place = settings(), checked_place(country, timezone)
    known = {source.id: source for source in _sources_in(in_use.sources_folder)}
    if url_or_id in known:
        finding = _checked(known[url_or_id], in_use)
    elif "." in url_or_id or "://" in url_or_id:
        given_address(url_or_id)
        finding = _discovered(url_or_id, in_use, *place)
    else:
        raise UsageError(f"no source '{url_or_id}'; `pactwatch sources list` shows them all, or name an address")
    _print(finding, as_json)
    if finding.source and not as_json and url_or_id not in known:
        click.echo(f"\n{source_text(finding.source)}")
        if missing := missing_place(finding.source, timezone):
            click.echo(missing, err=True)
    return 0 if finding.sign in ("ok", "stale") else _code(finding)


def _discovered(url: str, in_use: Settings, country: str | None, timezone: str | None) -> Finding:
    policy = in_use.fetch_policy  # first: without a contact nothing is loaded
    from scheduler.cli.source_asking import discovered  # Scrapy takes a second to load

    return discovered(url, policy, country, timezone)


def _checked(source: Source, in_use: Settings) -> Finding:
    policy = in_use.fetch_policy
    from scheduler.cli.source_asking import checked

    return checked(source, policy)


def _print(finding: Finding, as_json: bool) -> None:
    if as_json:
        json_lines([finding])
    else:
        print_finding(finding)


def _code(finding: Finding) -> int:
    return _TEMPORARY if finding.sign == "unreachable" else _NOTHING


def _sources_in(folder: Path) -> list[Source]:
    """Return what is watched; nothing where no source file was written yet."""
    return load_sources(folder) if any(folder.glob("*.toml")) else []


def _refuse_known(url: str, there: list[Source]) -> None:
    known = next((source for source in there if is_copy(source.homepage, url)), None)
    if known:
        raise UsageError(_is_watched(host_of(url), known))


def _refuse_watched(new: Source, there: list[Source]) -> None:
    addresses = {way.url for way in new.watch}
    for source in there:
        if addresses & {way.url for way in source.watch} or is_copy(source.homepage, new.homepage):
            raise UsageError(_is_watched(new.watch[0].url, source))


def _is_watched(what: str, source: Source) -> str:
    return (
        f"{what} is watched already, as '{source.id}': `pactwatch sources test {source.id}` looks at it,"
        " --again adds it once more"
    )


def _named(source: Source, source_id: str | None, name: str | None, there: list[Source]) -> Source:
    """Give the id and name that were asked for, else an id that is free."""
    taken = {each.id for each in there}
    free = (f"{source.id}-{number}" for number in range(2, len(taken) + 3))
    usual = source.id if source.id not in taken else next(each for each in free if each not in taken)
    return replace(source, id=source_id or usual, name=name or source.name)


def _agreed(file: Path) -> bool:
    try:
        return click.confirm(f"Add this to {file}?", err=True)
    except click.Abort as error:
        if sys.stdin.isatty():
            raise
        click.echo(err=True)  # the question has no end of its line
        raise UsageError("nobody is there to ask: give --yes to add it") from error


def _say_next(source: Source, file: Path) -> None:
    click.echo(f"{source.id} added to {file}", err=True)
    click.echo(
        f"Next: `pactwatch crawl {source.id}` looks at it now; a service that runs does so by itself.", err=True
    )
