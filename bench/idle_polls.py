"""What looking at a source costs when nothing is new: CPU per poll of many local sources answered by 304.

    .venv/bin/python bench/idle_polls.py [SOURCES]

A local proxy plays all hosts. The service is run three times on an empty home: with everything new, with nothing due
(what it costs just to be up), and with every source due and unchanged. The difference of the last two is the polls'.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from db.embedded import EmbeddedServer

BIN = Path(sys.executable).parent / "pactwatch"
ETAG = '"1"'
ITEM = "<item><title>Agreement {n}</title><link>http://{host}/news/{n}</link><guid>{n}</guid></item>"
SOURCE = """[[source]]
id = "site-{n}"
name = "Site {n}"
homepage = "http://site{n}.example/"
country = "KR"
timezone = "Asia/Seoul"
[[source.watch]]
kind = "feed"
url = "http://site{n}.example/rss.xml"
"""


def answer(request: bytes) -> bytes:
    """One HTTP answer to a request as a proxy gets it: no robots.txt, a feed with an ETag, articles."""
    target = request.split(b" ", 2)[1].decode()
    host, _, path = target.removeprefix("http://").partition("/")
    if path == "rss.xml" and b'if-none-match: "1"' in request.lower():
        return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nContent-Length: 0\r\n\r\n'
    if path == "rss.xml":
        items = "".join(ITEM.format(n=n, host=host) for n in range(2))
        body = f'<rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()
        head = f"HTTP/1.1 200 OK\r\nETag: {ETAG}\r\nContent-Type: text/xml\r\n"
    else:
        body, head = b"nothing here", "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def play(port_pipe: multiprocessing.connection.Connection, counts: multiprocessing.Array) -> None:
    """Serve until killed; `counts` are requests for robots.txt, feeds, everything else."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                path = request.split(b" ", 2)[1]
                counts[0 if path.endswith(b"/robots.txt") else 1 if path.endswith(b"/rss.xml") else 2] += 1
                writer.write(answer(request))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=1000)
        port_pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


def cpu(who: str) -> float:
    """Seconds of CPU: of ended children, or of all PostgreSQL processes there are."""
    if who == "children":
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        if name == "postgres":
            total += sum(map(int, rest.split()[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def run(env: dict[str, str], url: str, until: str) -> tuple[float, float, float]:
    """Run the service until the query answers true. Seconds of CPU of service and PostgreSQL, and of the clock."""
    before, before_pg, begun = cpu("children"), cpu("postgres"), time.monotonic()
    service = subprocess.Popen([BIN, "run"], env=env, stderr=subprocess.DEVNULL)
    with psycopg.connect(url, autocommit=True) as conn:
        while not conn.execute(until).fetchone()[0]:
            time.sleep(0.5)
    took = time.monotonic() - begun
    service.send_signal(signal.SIGTERM)
    service.wait()
    return cpu("children") - before, cpu("postgres") - before_pg, took


def main() -> None:
    """Prepare, measure, print."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    counts = multiprocessing.Array("l", 3, lock=False)
    ours, theirs = multiprocessing.Pipe()
    web = multiprocessing.Process(target=play, args=(theirs, counts), daemon=True)
    web.start()
    home = Path(tempfile.mkdtemp(prefix="pactwatch-idle-"))
    home.chmod(0o755)
    (home / "sources").mkdir()
    (home / "sources" / "all.toml").write_text("\n".join(SOURCE.format(n=n) for n in range(many)))
    server = EmbeddedServer(home / "postgres")
    url = server.attach()
    env = os.environ | {
        "PACTWATCH_HOME": str(home),
        "PACTWATCH_DATABASE_URL": url,
        "PACTWATCH_PROXY": f"http://127.0.0.1:{ours.recv()}",
        "PACTWATCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "PACTWATCH_CONTACT": "mailto:press@example.org",
        "PACTWATCH_DELAY": "0",
    }
    try:
        first = run(env, url, f"select to_regclass('sources') is not null and (select count(*) = {many} from visits)")
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute("update sources set next_check_at = now() + interval '1 day'")
        empty = run(env, url, "select pg_sleep(20) is not null")
        with psycopg.connect(url, autocommit=True) as conn:
            # the pages are gone for good (404), so that nothing is wanted any more and the validators are kept
            left = conn.execute("select count(*) from items where state = 'announced'").fetchone()[0]
            conn.execute("update sources set next_check_at = now() - interval '1 second'")
            conn.execute("delete from visits")
        counts[:] = [0, 0, 0]
        idle = run(env, url, f"select count(*) = {many} from visits")
        with psycopg.connect(url, autocommit=True) as conn:
            outcomes = conn.execute("select outcome, count(*) from visits group by 1").fetchall()
    finally:
        server.stop()
        server.detach()
        web.kill()
    print(f"{many} sources, {left} pages still wanted; outcomes of the idle polls: {dict(outcomes)}")
    print(f"requests of the idle polls: {counts[0]} robots.txt, {counts[1]} feeds, {counts[2]} others")
    for name, (service, postgres, took) in (("all new", first), ("nothing due", empty), ("all idle", idle)):
        print(f"{name:12} service {service:7.1f} s CPU, PostgreSQL {postgres:6.1f} s, {took:6.1f} s by the clock")
    for name, place in (("service", 0), ("PostgreSQL", 1)):
        print(f"{name}: {(idle[place] - empty[place]) / many * 1000:.1f} ms CPU an idle poll")


if __name__ == "__main__":
    main()
