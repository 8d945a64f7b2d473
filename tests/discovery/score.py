"""`.venv/bin/python tests/discovery/score.py known|held_out`: how many sites discovery is right about."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from generated_web import write_web
from judging import judge
from site_tables import HELD_OUT, KNOWN, WebSite, read_sites
from site_truth import truth_of
from trial import Trial, clock, tried

from crawler.pool import ParsingPool
from scheduler.local_web import LocalWeb, running
from spiders.reactor import run_with_reactor

FILES = {"known": KNOWN, "held_out": HELD_OUT}


@dataclass(frozen=True, slots=True)
class Scored:
    """One site, how its trial went (None: it ended in an exception), and what the judge says."""

    site: WebSite
    trial: Trial | None
    complaints: list[str]


@click.command(help=__doc__)
@click.argument("which", type=click.Choice(list(FILES)))
@click.argument("hosts", nargs=-1)
@click.option("-v", "--verbose", is_flag=True, help="Show requests and what was considered.")
@click.option("--json", "as_json", is_flag=True, help="Print nothing but the complaints, by host.")
def main(which: str, hosts: tuple[str, ...], verbose: bool, as_json: bool) -> None:
    """Try all sites of a file, or some HOSTS of it; the exit code is 0 when discovery is right about all of them."""
    sites = [site for site in read_sites(FILES[which]) if not hosts or site.host in hosts]
    scored: list[Scored] = []
    started = time.monotonic()
    with TemporaryDirectory(prefix="generated-web-") as folder:
        write_web(sites, Path(folder))
        with running(Path(folder), clock=clock) as web:
            run_with_reactor(lambda: _try_all(sites, web, Path(folder), scored))
    right = sum(1 for one in scored if not one.complaints)
    if as_json:
        click.echo(json.dumps({one.site.host: one.complaints for one in scored}, ensure_ascii=False))
    else:
        _show(scored, verbose)
        click.echo(f"{right}/{len(sites)} right in {time.monotonic() - started:.1f} s")
    sys.exit(right != len(sites))


async def _try_all(sites: list[WebSite], web: LocalWeb, folder: Path, scored: list[Scored]) -> int:
    parsing = ParsingPool(workers=1, warm=None)
    try:
        for number, site in enumerate(sites, 1):
            click.echo(f"{number}/{len(sites)} {site.host}", err=True)
            scored.append(await _scored(site, web, parsing, folder))
    finally:
        await parsing.close()
    return 0


async def _scored(site: WebSite, web: LocalWeb, parsing: ParsingPool, folder: Path) -> Scored:
    with TemporaryDirectory(prefix="untrusted-") as keys:
        try:
            trial = await tried(site, web, parsing, Path(keys))
        except Exception as error:  # whatever it is, the other sites are tried
            return Scored(site, None, [f"{type(error).__name__}: {error}"])
    return Scored(site, trial, judge(site, truth_of(site, folder), trial.finding, trial.requests, trial.announced))


def _show(scored: list[Scored], verbose: bool) -> None:
    for one in scored:
        trial = one.trial
        found = trial.finding.source.watch[0].url if trial and trial.finding.source else ""
        said = f"{len(trial.requests):2} requests  {found or trial.finding.sign}" if trial else ""
        click.echo(f"{'WRONG' if one.complaints else 'right'}  {one.site.host:34} {said}")
        details = [*one.complaints, *(_details(trial) if trial and verbose else [])]
        click.echo("".join(f"       {line}\n" for line in details), nl=False)


def _details(trial: Trial) -> list[str]:
    ways = [f"{'taken' if way.taken else 'not  '} {way.kind} {way.url}: {way.why}" for way in trial.finding.tried]
    return [trial.finding.sentence, *(f"{sent.status} {sent.url}" for sent in trial.requests), *ways]


if __name__ == "__main__":
    main()
