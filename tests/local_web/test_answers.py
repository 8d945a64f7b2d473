from __future__ import annotations

import gzip
import http.client
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest

HOST = "www.dorfblatt.example"


def test_a_host_answers_directly_by_its_host_header(client):
    response = client.directly("/news/1")
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.text == "<h1>Ein Titel</h1><p>Ein Absatz.</p>"


def test_an_article_answers_at_each_of_its_addresses_whatever_stands_beside_the_id(client):
    assert client.directly("/view?page=2&no=1").text == client.directly("/news/1").text


def test_the_web_is_a_proxy_for_plain_http(client):
    assert client.by_proxy(f"http://{HOST}/news/1").status == 200
    assert client.web.requests[-1] == ("GET", f"http://{HOST}/news/1", 200)


def test_the_web_is_a_proxy_for_https_with_a_certificate_of_the_host(client):
    assert client.by_proxy(f"https://{HOST}/news/1").status == 200
    assert client.web.requests[-1].url == f"https://{HOST}/news/1"


def test_a_client_that_does_not_trust_the_authority_refuses_the_certificate(client):
    connection = http.client.HTTPSConnection("127.0.0.1", client.web.port, timeout=10)
    connection.set_tunnel(HOST, 443)
    with pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", "/")


def test_the_certificate_of_one_host_does_not_serve_another(client):
    trust = ssl.create_default_context(cafile=client.web.ca_file)
    with socket.create_connection(("127.0.0.1", client.web.port), timeout=10) as line:
        line.sendall(f"CONNECT {HOST}:443 HTTP/1.1\r\n\r\n".encode())
        assert b" 200 " in line.recv(1000)
        with pytest.raises(ssl.SSLCertVerificationError):
            trust.wrap_socket(line, server_hostname="www.anderswo.example")


def test_one_connection_carries_several_requests(client):
    connection = http.client.HTTPConnection("127.0.0.1", client.web.port, timeout=10)
    for _ in range(3):
        connection.request("GET", "/news/1", headers={"Host": HOST})
        assert connection.getresponse().read() == b"<h1>Ein Titel</h1><p>Ein Absatz.</p>"
    connection.close()


def test_an_unknown_host_is_a_bad_gateway(client):
    assert client.directly("/", host="www.anderswo.example").status == 502
    assert client.by_proxy("http://www.anderswo.example/").status == 502
    with pytest.raises(OSError, match="502"):
        client.by_proxy("https://www.anderswo.example/")


def test_a_host_name_cannot_leave_the_web_folder(client):
    for host in ("../_skins", "_skins", "_skins/plain", "%2e%2e"):
        assert client.directly("/", host=host).status == 502


def test_the_loopback_address_itself_lists_the_hosts(client):
    assert HOST in client.directly("/", host="127.0.0.1").text


def test_an_unknown_address_gets_the_error_page_of_the_site(client):
    response = client.directly("/news/404")
    assert (response.status, response.text) == (404, "<h1>404 Not Found</h1>")


def test_head_sends_the_headers_alone(client):
    head, get = client.directly("/news/1", method="HEAD"), client.directly("/news/1")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.body))


def test_other_methods_are_not_allowed(client):
    response = client.directly("/news/1", method="POST")
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


def test_a_known_etag_is_answered_304_without_a_body(client):
    tag = client.directly("/feed").headers["ETag"]
    again = client.directly("/feed", If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    assert client.directly("/feed", If_None_Match='W/"other"').status == 200


def test_a_page_not_modified_since_is_answered_304(client):
    modified = client.directly("/feed").headers["Last-Modified"]
    earlier = format_datetime(parsedate_to_datetime(modified) - timedelta(days=1), usegmt=True)
    assert client.directly("/feed", If_Modified_Since=modified).status == 304
    assert client.directly("/feed", If_Modified_Since=earlier).status == 200
    assert client.directly("/feed", If_Modified_Since="yesterday").status == 200


def test_the_etag_goes_before_the_date(client):
    now = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
    assert client.directly("/feed", If_None_Match='W/"other"', If_Modified_Since=now).status == 200


def test_a_page_is_packed_for_a_client_that_takes_gzip(client, article):
    article("22", body="Lang. " * 500)
    packed, bare = client.directly("/news/22", Accept_Encoding="gzip"), client.directly("/news/22")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == bare.body
    assert packed.headers["ETag"] == bare.headers["ETag"]
    assert "Content-Encoding" not in client.directly("/news/22", Accept_Encoding="gzip;q=0").headers
    assert "Content-Encoding" not in client.directly("/news/1", Accept_Encoding="gzip").headers  # too short


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET\r\n\r\n",
        b"GET / HTTP/3\r\n\r\n",
        b"GET  / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nNo colon\r\n\r\n",
        b"GET / HTTP/1.1\r\n: empty\r\n\r\n",
        b"GET / HTTP/1.1\r\nFolded: a\n b\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 10\r\n\r\nshort",
        b"GET ftp://www.dorfblatt.example/ HTTP/1.1\r\n\r\n",
        b"GET http://[::1/ HTTP/1.1\r\n\r\n",
        b"GET news HTTP/1.1\r\n\r\n",
    ],
)
def test_a_malformed_request_is_answered_400(client, request_bytes):
    assert client.bytes_for(request_bytes).startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert client.directly("/news/1").status == 200


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\nLong: " + b"x" * 40_000 + b"\r\n\r\n", 431),
    ],
)
def test_a_request_beyond_the_limits_is_told_which_limit(client, request_bytes, status):
    assert client.bytes_for(request_bytes).startswith(f"HTTP/1.1 {status} ".encode())


def test_half_a_request_and_a_silent_client_harm_nobody(client):
    assert client.bytes_for(b"GET /news/1 HT") == b""
    assert client.bytes_for(b"") == b""
    assert client.directly("/news/1").status == 200
