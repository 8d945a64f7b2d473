"""What looking at a source costs when nothing is new: CPU per poll of many local sources answered by 304.

    .venv/bin/python bench/idle_polls.py [SOURCES]

A local proxy plays all hosts for one running service: first everything is new, then nothing is due (what it costs
just to be up), then every source is due and unchanged. What this costs beyond being up is the polls. Linux only.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
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


def processes() -> Iterator[tuple[int, int, str, float]]:
    """All processes: number, parent, name, seconds of CPU, its ended children's included."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, _, rest = stat.read_text().partition(" (")
        except OSError:
            continue
        name, _, rest = rest.rpartition(") ")
        fields = rest.split()
        yield int(number), int(fields[1]), name, sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def cpu(service: int) -> tuple[float, float]:
    """Seconds of CPU so far: of the service with all below it, and of all PostgreSQL processes there are."""
    found, ours = list(processes()), {service}
    while more := {number for number, parent, _, _ in found if parent in ours} - ours:
        ours |= more
    return sum(each[3] for each in found if each[0] in ours), sum(each[3] for each in found if each[2] == "postgres")


def answered(conn: psycopg.Connection, question: str) -> bool:
    """Whether a query answers true; not before its tables are made."""
    try:
        row = conn.execute(question).fetchone()
    except psycopg.errors.UndefinedTable:
        return False
    return bool(row and row[0])


def until(service: int, conn: psycopg.Connection, question: str) -> tuple[float, float, float]:
    """Wait until the query answers true. Seconds meanwhile: CPU of service and PostgreSQL, by the clock."""
    before, begun = cpu(service), time.monotonic()
    while not answered(conn, question):
        time.sleep(0.5)
    after = cpu(service)
    return after[0] - before[0], after[1] - before[1], time.monotonic() - begun


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
    all_visited = f"select count(*) = {many} from visits"
    service = subprocess.Popen([BIN, "run"], env=env, stderr=subprocess.DEVNULL)
    try:
        with psycopg.connect(url, autocommit=True) as conn:
            print("first looks", file=sys.stderr)
            first = until(service.pid, conn, all_visited)
            print("30 s of nothing", file=sys.stderr)
            conn.execute("update sources set next_check_at = now() + interval '1 day'")
            empty = until(service.pid, conn, "select pg_sleep(30) is not null")
            print("idle polls", file=sys.stderr)
            before = list(counts)
            conn.execute("delete from visits")
            # the pages are gone for good (404), so nothing is wanted any more and the validators are kept
            conn.execute("update sources set next_check_at = now() - interval '1 second'")
            idle = until(service.pid, conn, all_visited)
            outcomes = dict(conn.execute("select outcome, count(*) from visits group by 1").fetchall())
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait()
        server.stop()
        server.detach()
        web.kill()
    robots, feeds, others = (now - then for now, then in zip(counts, before, strict=True))
    print(f"{many} sources; outcomes of the idle polls: {outcomes}")
    print(f"requests of the idle polls: {robots} robots.txt, {feeds} feeds, {others} others")
    for name, (ours_cpu, postgres, took) in (("all new", first), ("nothing due", empty), ("all idle", idle)):
        print(f"{name:12} service {ours_cpu:7.2f} s CPU, PostgreSQL {postgres:6.2f} s, {took:6.1f} s by the clock")
    for name, place in (("service", 0), ("PostgreSQL", 1)):
        being_up = empty[place] / empty[2] * idle[2]  # what it costs to be up meanwhile
        print(f"{name}: {(idle[place] - being_up) / many * 1000:.1f} ms CPU an idle poll")


if __name__ == "__main__":
    main()
