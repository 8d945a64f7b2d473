"""A request to a site -> the reply that goes back, with the site's faults in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from scheduler.local_web.site import Answer, Fault, Site
from scheduler.local_web.wire import Reply, Request, packed, plain, validated


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply, how long it waits (seconds), and after how many bytes it is cut (None: whole)."""

    reply: Reply
    delay: float = 0.0
    cut: int | None = None


def reply_of(site: Site, request: Request, scheme: str, target: str, now: datetime) -> Sent:
    """Answer a request to `site` for `target` (path and query)."""
    fault = site.fault_for(scheme, target) or Fault()
    if request.method not in ("GET", "HEAD"):
        reply = plain(HTTPStatus.METHOD_NOT_ALLOWED).with_headers(Allow="GET, HEAD")
    elif fault.redirect is not None:
        where = fault.redirect.replace("{target}", target)
        reply = plain(fault.status or HTTPStatus.FOUND).with_headers(Location=where)
    else:
        reply = _page(site, fault, request, target, now)
    if fault.retry_after is not None:
        reply = reply.with_headers(Retry_After=str(fault.retry_after))
    return Sent(packed(reply, request), fault.delay, fault.cut)


def _page(site: Site, fault: Fault, request: Request, target: str, now: datetime) -> Reply:
    answer = site.trouble(fault.status, now) if fault.status else site.answer(target, now)
    reply = Reply(answer.status, answer.body, {"Content-Type": _declared(answer, fault)})
    if answer.status != HTTPStatus.OK:
        return reply
    return validated(reply, request, site.modified)


def _declared(answer: Answer, fault: Fault) -> str:
    if fault.charset_header is None:
        return answer.content_type
    return f"{answer.content_type.partition(';')[0]}; charset={fault.charset_header}"
