"""Progress of a round: a bar on a terminal, silence in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from scheduler.cli.show import err
from scheduler.watch import Progress


@contextmanager
def round_progress() -> Iterator[Callable[[Progress], None]]:
    """Give the function that shows how far a round is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = err()
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        sources = bar.add_task("sources looked at", total=None)

        def show(progress: Progress) -> None:
            waiting = f", pages to read: {progress.unread}" if progress.unread else ""
            words = f"sources looked at{waiting}"
            bar.update(sources, completed=progress.visited, total=progress.sources, description=words)

        yield show
