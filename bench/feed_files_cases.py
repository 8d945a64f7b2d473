"""The test files of feedparser as cases of bench/feed_files.py."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

HOST = "http://127.0.0.1:8097"  # what the files expect of relative links; nothing is fetched
_HEADER = re.compile(rb"^Header:\s+([^:\s]+):(.*)$", re.MULTILINE)
_EXPECT = re.compile(r"Expect:\s*(.*?)\s*-->", re.DOTALL)
_ITEM = re.compile(rb"<((?:\w+:)?(item|entry))(\s[^<>]*[^/<>])?>", re.IGNORECASE)
_ROOT = re.compile(rb"<(\w+:)?(rss|feed|rdf|channel)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """One file as a server sends it."""

    name: str
    body: bytes
    url: str
    content_type: str | None = "application/xml"
    expected: tuple[tuple[int, str, str], ...] = ()  # number of the entry, key, value


def cases(tests: Path) -> Iterator[Case]:
    """Yield all test files."""
    for path in sorted([*tests.rglob("*.xml"), *tests.rglob("*.json")]):
        body = path.read_bytes()
        headers = {name.lower().decode(): value.decode("latin-1").strip() for name, value in _HEADER.findall(body)}
        name = str(path.relative_to(tests))
        usual = "application/json" if path.suffix == ".json" else "application/xml"
        yield Case(
            name,
            body,
            headers.get("content-location", f"{HOST}/tests/{name}"),
            headers.get("content-type", None if "no_content_type" in name else usual),
            tuple(expectations(body)),
        )


def expectations(body: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield what a file says of its entries in plain comparisons."""
    said = _EXPECT.search(body.decode("utf-8", "ignore"))
    try:
        tree = ast.parse(said[1].strip(), mode="eval") if said else None
    except SyntaxError:
        return
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            where, value = ast.unparse(node.left), node.comparators[0]
            found = re.fullmatch(r"entries\[(\d+)\](?:\['(\w+)'\]|\.(\w+))", where)
            if found and isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield int(found[1]), found[2] or found[3], value.value


def with_links(case: Case) -> Case | None:
    """Give each item an address; None for bytes that are not like ASCII."""
    if b"\0" in case.body[:200]:
        return None
    numbers = iter(range(1_000_000))
    is_atom = b"<entry" in case.body.lower()

    def linked(found: re.Match[bytes]) -> bytes:
        prefix = found[1].rpartition(b":")[0]
        tag = (prefix + b":link") if prefix else b"link"
        address = b"https://feeds.example.org/probe/%d" % next(numbers)
        if is_atom:
            return found[0] + b'<%s rel="alternate" type="text/html" href="%s"/>' % (tag, address)
        return found[0] + b"<%s>%s</%s>" % (tag, address, tag)

    root = _ROOT.search(case.body)
    start = root.start() if root else 0
    body = case.body[:start] + _ITEM.sub(linked, case.body[start:])
    expected = tuple(one for one in case.expected if one[1] != "link")
    return Case(case.name + " (linked)", body, case.url, case.content_type, expected) if body != case.body else None


def halved(case: Case) -> Case:
    """Cut a file in the middle of what follows its first tag, as a connection that breaks does."""
    root = _ROOT.search(case.body)
    start = root.end() if root else 0
    return replace(case, body=case.body[: start + (len(case.body) - start) // 2], expected=())
