"""What a worker has beside the wiring of every role: the parsing pool, and the way to visit a source."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.model import Source, Validators, VisitReport
from crawler.pool import ParsingPool
from crawler.ports import Sink
from db.clock import Clock
from scheduler.wiring import Wiring
from spiders.visit import visit


@dataclass(frozen=True, slots=True)
class WorkerWiring(Wiring):
    """Everything that jobs need."""

    parsing: ParsingPool

    async def visit(self, source: Source, sink: Sink, validators: Validators, clock: Clock) -> VisitReport:
        """Visit a source as these settings say."""
        policy = self.settings.fetch_policy
        return await visit(source, sink, validators, clock, policy, self.parsing)
