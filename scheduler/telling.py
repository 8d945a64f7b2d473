"""From untold stories to a delivered digest: read, choose, compose, freeze, claim, deliver, settle."""

from __future__ import annotations

import logging
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.digests import NewDigest, UntoldStory, freeze, has_digest, last_period_end, untold_stories
from db.interests import fitting
from db.outbox import Claimed, claim, settle
from db.readers import ReaderRow, readers
from db.sources import SourceState, source_states
from digest.edition import edition
from digest.folder import deliver_to_folder
from digest.message import message, message_id
from digest.model import Delivery, DigestStory, Health, Reader, Rendered, SmtpServer
from digest.smtp import deliver_by_smtp
from scheduler.health import GOOD
from scheduler.settings import Settings
from scheduler.wiring import Wiring
from stories.profile import interests_of

log = logging.getLogger(__name__)

FIRST_PERIOD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest that is written but not stored."""

    rendered: Rendered
    reader: Reader
    period_start: datetime
    story_ids: tuple[int, ...]
    passed_over: tuple[int, ...]  # ids of what the reader's interests leave out


async def tell_reader(wiring: Wiring, reader_id: int, now: datetime) -> int | None:
    """Compose and freeze the reader's digest of today. Returns its id; None if there is one, or no such reader."""
    async with wiring.pool.connection() as conn:
        row = next((row for row in await readers(conn) if row.id == reader_id), None)
        if row is None or await has_digest(conn, reader_id, _today(row, now)):
            return None
    composed = await compose_for(wiring, row, now)
    async with wiring.pool.connection() as conn:
        return await freeze(conn, _frozen(wiring.settings, row, composed, now))


async def compose_for(wiring: Wiring, row: ReaderRow, now: datetime) -> Composed:
    """Write the digest that a reader would get now."""
    async with wiring.pool.connection() as conn:
        start = await last_period_end(conn, row.id) or now - FIRST_PERIOD
        untold = await untold_stories(conn, row.id)
        chosen = set(await fitting(conn, interests_of(row.interests), [story.id for story in untold]))
        health = _health(await source_states(conn))
    reader = Reader(row.email, row.name, row.locale, row.timezone, row.send_at, tuple(row.weekdays))
    stories = [_digest_story(story) for story in untold if story.id in chosen]
    passed_over = tuple(story.id for story in untold if story.id not in chosen)
    _, rendered = edition(stories, reader, start, now, health, passed_over=len(passed_over))
    # Also those that the mail only counts are told: it says how many they are and never grows a backlog.
    return Composed(rendered, reader, start, tuple(story.id for story in stories), passed_over)


async def deliver_digest(wiring: Wiring, digest_id: int, now: datetime) -> Delivery | None:
    """Deliver a frozen digest and record how it went; None if another worker has it or nothing is to do."""
    async with wiring.pool.connection() as conn:
        claimed = await claim(conn, digest_id, now)
    if claimed is None:
        return None
    delivery = await _deliver(wiring.settings, claimed)
    async with wiring.pool.connection() as conn:
        await settle(conn, digest_id, delivery.state, delivery.code, delivery.words, (await wiring.clock())())
    log.info("digest %d: %s, %s", digest_id, delivery.state, delivery.words)
    return delivery


async def _deliver(settings: Settings, claimed: Claimed) -> Delivery:
    if settings.smtp_host:
        server = _server(settings, settings.smtp_host)
        return await deliver_by_smtp(server, settings.sender, claimed.email, claimed.message)
    try:
        file = deliver_to_folder(settings.outbox_folder, claimed.day, claimed.email, claimed.message, claimed.html)
    except OSError as error:
        return Delivery("deferred", None, f"the outbox folder cannot be written: {error}")
    return Delivery("sent", None, f"written to {file}")


def _frozen(settings: Settings, row: ReaderRow, composed: Composed, now: datetime) -> NewDigest:
    day, rendered = _today(row, now), composed.rendered
    if not composed.story_ids and row.on_empty == "skip":
        return NewDigest(row.id, day, composed.period_start, now, "skipped", passed_over=composed.passed_over)
    key = message_id(composed.reader, day, settings.sender)
    mail = message(rendered, composed.reader, settings.sender, key, now)
    return NewDigest(
        reader_id=row.id,
        day=day,
        period_start=composed.period_start,
        period_end=now,
        state="queued",
        message_id=key,
        subject=rendered.subject,
        html=rendered.html,
        message=mail,
        story_ids=composed.story_ids,
        passed_over=composed.passed_over,
    )


def _today(row: ReaderRow, now: datetime) -> date:
    return now.astimezone(ZoneInfo(row.timezone)).date()


def _digest_story(story: UntoldStory) -> DigestStory:
    return DigestStory(**{field.name: getattr(story, field.name) for field in fields(DigestStory)})


def _health(states: list[SourceState]) -> Health:
    looked = [state for state in states if state.outcome]
    failing = [state for state in looked if state.health not in GOOD and not state.paused]
    return Health(len(looked), tuple((s.name, s.health_words or s.detail or str(s.outcome)) for s in failing))


def _server(settings: Settings, host: str) -> SmtpServer:
    return SmtpServer(host, settings.smtp_port, settings.smtp_tls, settings.smtp_user, settings.smtp_password)
