from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.model import Validators

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def test_a_feed_is_announced_and_its_pages_are_fetched(site: Any) -> None:
    site.write("First agreement", "Second agreement")
    report = site.visit()
    assert (report.outcome, report.entries, report.fetched, report.status) == ("ok", 2, 2, 200)
    assert report.requests == 5  # robots.txt, the feed, tdmrep.json, two pages
    assert [entry.title for entry in site.sink.announced.values()] == ["Second agreement", "First agreement"]
    page = next(iter(site.sink.pages.values()))
    assert page.body == b"<p>Second agreement</p>"
    assert page.fetched_at == NOW
    assert page.content_type == "text/html"
    assert page.final_url == "https://news.example.kr/news/articleView.html?idxno=2"


def test_a_listing_is_announced_with_its_dates_as_written(site: Any) -> None:
    site.write("First agreement", "Second agreement")
    assert site.visit(site.listing).fetched == 2
    assert [entry.published for entry in site.sink.announced.values()] == ["2026.03.02", "2026.03.01"]


def test_the_second_visit_is_answered_304_and_fetches_no_page(site: Any) -> None:
    site.write("Agreement")
    first = site.visit()
    second = site.visit(validators=first.validators)
    assert (second.outcome, second.status, second.fetched, second.requests) == ("not_modified", 304, 0, 2)


def test_a_304_that_nobody_asked_for_is_no_answer(site: Any) -> None:
    site.write("A", more='[[fault]]\npath = "/rss*"\nstatus = 304')
    for report in (site.visit(), site.visit(validators=Validators('"1"'), audit=True)):
        assert (report.outcome, report.status, report.sign) == ("http_error", 304, "unreadable")


def test_the_validators_of_another_way_do_not_hide_the_first_one_when_it_is_back(site: Any) -> None:
    site.write("A", more='[[fault]]\npath = "/rss*"\nstatus = 500')
    away = site.visit(site.feed, site.listing)
    assert (away.sign, away.validators.etag, away.validators.last_modified) == ("switched", None, None)
    site.write("A", "B")
    back = site.visit(site.feed, site.listing, validators=away.validators)
    assert (back.outcome, back.sign, back.entries) == ("ok", "ok", 2)
    assert back.validators.etag or back.validators.last_modified
    assert site.visit(site.feed, site.listing, validators=back.validators).outcome == "not_modified"


def test_a_feed_without_validators_is_unchanged_by_its_hash(site: Any) -> None:
    site.write("Agreement")
    first = site.visit()
    second = site.visit(validators=Validators(body_sha256=first.validators.body_sha256))
    assert (second.outcome, second.status, second.fetched) == ("unchanged", 200, 0)


def test_a_page_in_temporary_trouble_is_fetched_next_time_although_the_feed_is_unchanged(site: Any) -> None:
    broken = '[[fault]]\npath = "/news/articleView*"\nstatus = 502\n'
    site.write("Agreement", more=broken)
    first = site.visit()
    assert (first.outcome, first.fetched) == ("ok", 0)
    assert not site.sink.drops
    site.write("Agreement")
    second = site.visit(validators=Validators(body_sha256=first.validators.body_sha256))
    assert (second.outcome, second.fetched) == ("unchanged", 1)


@pytest.mark.parametrize(("status", "reason"), [(404, "gone"), (410, "gone"), (403, "forbidden")])
def test_a_page_that_will_not_come_is_dropped(site: Any, status: int, reason: str) -> None:
    site.write("Agreement", more=f'[[fault]]\npath = "/news/articleView*"\nstatus = {status}\n')
    site.visit()
    assert [drop.reason for drop in site.sink.drops.values()] == [reason]
    assert not site.sink.pages


def test_a_busy_host_is_left_alone_until_it_says_so(site: Any) -> None:
    busy = '[[fault]]\npath = "/news/articleView*"\nstatus = 429\nretry_after = 120\n'
    site.write("First", "Second", "Third", more=busy)
    report = site.visit()
    assert report.retry_after == NOW + timedelta(seconds=120)
    assert site.fetched == ["/rss/allArticle.xml", "/news/articleView.html?idxno=3"]
    assert not site.sink.drops


def test_a_busy_feed_is_asked_once_and_no_other_way_is_tried(site: Any) -> None:
    site.write(
        "Agreement", more='[[fault]]\npath = "/rss/*"\nstatus = 503\nretry_after = "Wed, 01 Apr 2026 10:00:00 GMT"\n'
    )
    report = site.visit(site.feed, site.listing)
    assert (report.outcome, report.status) == ("http_error", 503)
    assert report.retry_after == NOW + timedelta(hours=1)
    assert site.fetched == ["/rss/allArticle.xml"]


def test_pages_are_left_alone_after_three_failures_in_a_row(site: Any) -> None:
    site.write(*"ABCDE", more='[[fault]]\npath = "/news/articleView*"\nstatus = 500\n')
    report = site.visit()
    assert len(set(site.fetched)) == 4  # the feed and three pages
    assert "stopped fetching pages" in str(report.detail)


def test_the_next_way_is_tried_when_one_fails(site: Any) -> None:
    site.write("Agreement", more='[[fault]]\npath = "/rss/*"\nstatus = 404\n')
    report = site.visit(site.feed, site.listing)
    assert (report.outcome, report.watch_url, report.fetched) == ("ok", site.listing.url, 1)
    assert "allArticle.xml: HTTP 404" in str(report.detail)
    assert report.validators.etag is None  # it would be sent to the feed next time


def test_a_web_page_in_place_of_a_feed_is_unreadable(site: Any) -> None:
    site.write("Agreement", feed=f"<!DOCTYPE html><html><body><p>{'Much about us. ' * 40}</p></body></html>")
    report = site.visit()
    assert (report.outcome, report.sign) == ("unreadable", "unreadable")
    assert report.detail == "not a feed: a web page came instead of RSS or Atom"


def test_a_feed_without_items_is_empty_and_the_listing_is_asked(site: Any) -> None:
    site.write("Agreement", feed='<rss version="2.0"><channel></channel></rss>')
    assert site.visit().outcome == "empty"
    assert site.visit(site.feed, site.listing).outcome == "ok"


def test_a_cp949_feed_under_a_wrong_label_keeps_its_letters(site: Any) -> None:
    site.write("똠방각하 샾 협약", charset="cp949", more='[[fault]]\npath = "/rss/*"\ncharset_header = "utf-8"\n')
    site.visit()
    assert [entry.title for entry in site.sink.announced.values()] == ["똠방각하 샾 협약"]


def test_what_robots_txt_forbids_is_not_fetched(site: Any) -> None:
    site.write("Agreement", robots="User-agent: pactwatch\nDisallow: /news/articleView\n")
    report = site.visit()
    assert (report.outcome, report.fetched) == ("ok", 0)
    assert [drop.reason for drop in site.sink.drops.values()] == ["robots"]
    assert site.fetched == ["/rss/allArticle.xml"]


def test_a_feed_that_robots_txt_forbids_is_not_fetched(site: Any) -> None:
    site.write("Agreement", robots="User-agent: *\nDisallow: /\n")
    report = site.visit()
    assert (report.outcome, site.fetched) == ("robots", [])
    assert report.detail == "https://news.example.kr/robots.txt forbids /rss/allArticle.xml"


@pytest.mark.parametrize("fault", ["status = 503\nretry_after = 60", "status = 429\nretry_after = 60"])
def test_nothing_is_fetched_while_robots_txt_is_in_trouble(site: Any, fault: str) -> None:
    site.write("Agreement", more=f'[[fault]]\npath = "/robots.txt"\n{fault}\n')
    report = site.visit()
    assert (report.outcome, site.fetched) == ("robots", [])
    assert report.retry_after == NOW + timedelta(seconds=60)


@pytest.mark.parametrize("fault", ["drop = true", "delay = 9.0"])
def test_nothing_is_fetched_when_robots_txt_cannot_be_asked_for(site: Any, fault: str) -> None:
    site.write("Agreement", more=f'[[fault]]\npath = "/robots.txt"\n{fault}\n')
    report = site.visit(policy=replace(site.policy, timeout=0.5))
    assert (report.outcome, site.fetched) == ("unreachable", [])
    assert "/robots.txt cannot be had" in str(report.detail)


def test_everything_is_fetched_without_a_robots_txt(site: Any) -> None:
    site.write("Agreement", more='[[fault]]\npath = "/robots.txt"\nstatus = 404\n')
    assert site.visit().fetched == 1


def test_a_source_that_hangs_is_unreachable(site: Any) -> None:
    site.write("Agreement", more='[[fault]]\npath = "/rss/*"\ndelay = 20.0\n')
    report = site.visit(policy=replace(site.policy, timeout=0.3))
    assert (report.outcome, report.detail) == ("unreachable", "no complete answer in time")


def test_a_visit_ends_at_its_deadline_and_keeps_what_it_has(site: Any) -> None:
    site.write("Agreement", more='[[fault]]\npath = "/news/articleView*"\ndelay = 20.0\n')
    report = site.visit(policy=replace(site.policy, timeout=2.0), deadline=1.0)
    assert (report.outcome, report.entries, report.fetched) == ("ok", 1, 0)
    assert "time for a visit was over" in str(report.detail)
    assert not site.sink.drops


def test_a_certificate_that_nobody_vouches_for_is_refused(site: Any) -> None:
    site.write("Agreement")
    report = site.visit(policy=replace(site.policy, ca_file=None))
    assert report.outcome == "unreachable"
    assert "the certificate is not trusted" in str(report.detail)
    assert site.fetched == []


def test_a_page_beyond_the_size_cap_is_dropped(site: Any) -> None:
    site.write("Agreement", article="<p>{{ 'x' * 300000 }}</p>")  # goes out packed into less than 1 kB
    site.visit(policy=replace(site.policy, max_bytes=100_000))
    assert [drop.reason for drop in site.sink.drops.values()] == ["too_large"]


def test_a_visit_that_is_cancelled_ends_soon_and_the_next_one_works(site: Any) -> None:
    site.write("Agreement", more='[[fault]]\npath = "/news/articleView*"\ndelay = 20.0\n')

    async def given_up() -> float:
        loop = asyncio.get_running_loop()
        work = asyncio.ensure_future(site.visiting(deadline=60.0))
        await asyncio.sleep(0.5)
        started = loop.time()
        work.cancel()
        await asyncio.wait([work])
        assert work.cancelled()
        return loop.time() - started

    assert site.run(given_up()) < 3
    site.write("Agreement")
    assert site.visit().fetched == 1


def test_a_visit_that_is_cancelled_while_it_starts_ends_too(site: Any) -> None:
    site.write("Agreement")

    async def given_up() -> None:
        for moment in (0.0, 0.005, 0.02, 0.05):
            work = asyncio.ensure_future(site.visiting())
            await asyncio.sleep(moment)
            work.cancel()
            await asyncio.wait([work])

    site.run(given_up())
    assert site.visit().outcome == "ok"
    assert len(site.sink.pages) == 1


def test_many_visits_run_side_by_side(site: Any) -> None:
    site.write("Agreement")

    async def together() -> list[Any]:
        return await asyncio.gather(*(site.visiting() for _ in range(10)))

    assert {report.outcome for report in site.run(together())} == {"ok"}


def test_a_good_answer_is_a_sign_of_health_and_a_304_is_none(site: Any) -> None:
    site.write("Agreement")
    first = site.visit()
    assert (first.sign, site.visit(validators=first.validators).sign) == ("ok", None)


def test_an_audit_asks_for_the_whole_answer_and_finds_what_a_304_hides(site: Any) -> None:
    site.write("Agreement")
    first = site.visit()
    site.write("Agreement", "Second")
    lying = replace(site.visit().validators, body_sha256=first.validators.body_sha256)
    site.sink.announced.clear()
    assert site.visit(validators=lying).outcome == "not_modified"
    audit = site.visit(validators=lying, audit=True)
    assert (audit.outcome, audit.status, audit.entries, audit.sign) == ("ok", 200, 2, "ok")
    assert audit.validators.body_sha256 is not None
    assert (audit.validators.etag, audit.validators.last_modified) == (None, None)  # they are not trusted again


def test_an_audit_of_what_has_not_changed_says_so_and_shows_health(site: Any) -> None:
    site.write("Agreement")
    first = site.visit()
    audit = site.visit(validators=first.validators, audit=True)
    assert (audit.outcome, audit.status, audit.entries, audit.sign) == ("unchanged", 200, 0, "ok")
    assert audit.validators == first.validators


def test_the_use_of_another_way_is_a_sign(site: Any) -> None:
    site.write("Agreement", more='[[fault]]\npath = "/rss/*"\nstatus = 404\n')
    report = site.visit(site.feed, site.listing)
    assert (report.outcome, report.sign, report.watch_url) == ("ok", "switched", site.listing.url)


def test_a_list_whose_item_fits_nothing_any_more_is_learned_anew(site: Any) -> None:
    site.write(
        *[f"The city and its {name} sign an agreement" for name in ("port", "zoo", "museum", "theatre", "mill")]
    )
    report = site.visit(replace(site.listing, item=r"https://news\.example\.kr/view/\d+"))
    assert (report.outcome, report.entries, report.fetched, report.sign) == ("ok", 5, 5, "switched")
    assert "item matches nothing" in str(report.detail)
    assert "learned http" in str(report.detail)


def test_what_was_announced_is_measured(site: Any) -> None:
    site.write("First", "Second", "Third")
    report = site.visit()
    assert report.newest == datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
    assert report.window == timedelta(days=2).total_seconds()


@pytest.mark.parametrize(("status", "moved"), [(301, True), (308, True), (302, False), (307, False)])
def test_only_a_permanent_redirect_tells_a_new_address(site: Any, status: int, moved: bool) -> None:
    gone = f'[[fault]]\npath = "/rss/all*"\nredirect = "https://news.example.kr/new.xml"\nstatus = {status}\n'
    feed = '[[page]]\npath = "/new.xml"\nskin = "feed.xml"\ncontent_type = "text/xml"\n'
    site.write("Agreement", more=gone + feed)
    report = site.visit()
    assert report.outcome == "ok"
    assert report.moved_to == ("https://news.example.kr/new.xml" if moved else None)
