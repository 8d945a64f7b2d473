from __future__ import annotations

import http.client
import time

import pytest

HOST = "www.dorfblatt.example"


def test_a_status_is_sent_with_the_error_page_and_retry_after(client, site):
    site("[[fault]]\npath = '/feed'\nstatus = 503\nretry_after = 120\n")
    response = client.directly("/feed")
    assert (response.status, response.text) == (503, "<h1>503 Service Unavailable</h1>")
    assert response.headers["Retry-After"] == "120"
    assert client.directly("/news/1").status == 200


def test_a_soft_error_has_the_error_page_and_a_good_status(client, site):
    site("[[fault]]\npath = '/news/*'\nstatus = 200\n")
    response = client.directly("/news/1")
    assert (response.status, response.text) == (200, "<h1>200 OK</h1>")


def test_a_delay_is_waited_for(client, site):
    site("[[fault]]\npath = '/feed'\ndelay = 0.3\n")
    began = time.monotonic()
    assert client.directly("/feed").status == 200
    assert time.monotonic() - began >= 0.3


def test_a_drop_cuts_the_connection_at_once_or_in_the_middle_of_the_body(client, site, article):
    article("1", body="Lang. " * 500)
    site("[[fault]]\npath = '/feed'\ndrop = true\n[[fault]]\npath = '/news/*'\ndrop = 1000\n")
    with pytest.raises(http.client.RemoteDisconnected):
        client.directly("/feed")
    assert client.web.requests[-1].status == 0
    with pytest.raises(http.client.IncompleteRead):
        client.directly("/news/1")


def test_a_drop_cuts_inside_tls_too(client, site):
    site("[[fault]]\npath = '/feed'\ndrop = true\n")
    with pytest.raises((http.client.RemoteDisconnected, OSError)):
        client.by_proxy(f"https://{HOST}/feed")


def test_a_redirect_carries_what_was_asked_and_its_status(client, site):
    site("[[fault]]\nscheme = 'http'\nredirect = 'https://www.dorfblatt.example{target}'\nstatus = 301\n")
    response = client.by_proxy(f"http://{HOST}/view?no=1")
    assert (response.status, response.headers["Location"]) == (301, f"https://{HOST}/view?no=1")
    assert client.by_proxy(f"https://{HOST}/view?no=1").status == 200


def test_a_redirect_without_a_status_is_302(client, site):
    site("[[fault]]\npath = '/feed'\nredirect = '/'\n")
    assert client.directly("/feed").status == 302


def test_a_wrong_charset_is_declared_while_the_bytes_stay(client, site):
    site("[[fault]]\npath = '/news/*'\ncharset_header = 'iso-8859-1'\n")
    response = client.directly("/news/1")
    assert response.headers["Content-Type"] == "text/html; charset=iso-8859-1"
    assert response.text.startswith("<h1>Ein Titel")


def test_the_first_fault_that_applies_counts(client, site):
    site("[[fault]]\npath = '/feed'\nstatus = 404\n[[fault]]\nstatus = 500\n")
    assert client.directly("/feed").status == 404
    assert client.directly("/news/1").status == 500
