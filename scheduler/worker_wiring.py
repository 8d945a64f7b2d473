"""What a worker has beside the wiring of every role: the parsing pool, and the way to visit a source."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.model import Source, Validators, VisitReport
from crawler.pool import ParsingPool
from crawler.ports import Sink
from db.clock import Clock
from scheduler.price import Price
from scheduler.wiring import Wiring
from spiders.host_memory import HostMemory
from spiders.visit import visit


@dataclass(frozen=True, slots=True)
class WorkerWiring(Wiring):
    """Everything that jobs need."""

    parsing: ParsingPool
    hosts: HostMemory = field(default_factory=HostMemory)
    price: Price = field(default_factory=Price)

    async def visit(
        self, source: Source, validators: Validators, sink: Sink, clock: Clock, *, audit: bool
    ) -> VisitReport:
        """Visit a source as these settings say."""
        policy, hosts = self.settings.fetch_policy, self.hosts
        return await visit(source, sink, validators, clock, policy, self.parsing, audit=audit, memory=hosts)
