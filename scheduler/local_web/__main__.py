"""`python -m scheduler.local_web [FOLDER]`: serve a folder of hosts until interrupted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from scheduler.local_web import LocalWeb

SHIPPED = Path(__file__).resolve().parents[2] / "seeds" / "web"


@click.command()
@click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=SHIPPED,
)
@click.option("--port", default=0, show_default="a free one", help="Port on 127.0.0.1.")
def main(folder: Path, port: int) -> None:
    """Serve the host folders of FOLDER (default: the shipped ones) and print how to reach them."""
    try:
        asyncio.run(_serve(folder, port))
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    except OSError as error:
        raise click.UsageError(f"cannot serve on port {port}: {error.strerror}; try another --port") from error


async def _serve(folder: Path, port: int) -> None:
    async with LocalWeb(folder, port=port) as web:
        click.echo(f"proxy    {web.address}")
        click.echo(f"ca file  {web.ca_file}")
        click.echo(f"hosts    {', '.join(web.hosts)}")
        click.echo(f"try      curl --proxy {web.address} --cacert {web.ca_file} URL", err=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
