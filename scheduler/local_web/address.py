"""Address patterns such as `/news/view.html?no={id}`: which article does a target name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

_FIELD = re.compile(r"\{(\w+)(?::[^}]*)?\}")
_FIELD_PATTERNS = {"id": r"(?P<id>\w+)", "slug": r"(?P<slug>[^/]+)"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled address pattern: the path, and the parameters that must be there, in any order."""

    path: re.Pattern[str]
    query: tuple[re.Pattern[str], ...]

    def match(self, target: str) -> dict[str, str] | None:
        """Return the named parts of `target` (path and query), None if it is another address."""
        try:
            parts = urlsplit(target)
            given = [f"{name}={value}" for name, value in parse_qsl(parts.query, max_num_fields=50)]
        except ValueError:
            return None
        found = [self.path.fullmatch(unquote(parts.path))]
        found += [next(filter(None, map(wanted.fullmatch, given)), None) for wanted in self.query]
        if None in found:
            return None
        return {name: text for part in found if part for name, text in part.groupdict().items()}


@lru_cache(maxsize=1000)
def shape_of(pattern: str) -> Shape:
    """Compile a pattern; `{id}` and `{slug}` are named parts, any other field matches anything."""
    path, _, query = pattern.partition("?")
    return Shape(_compiled(path), tuple(_compiled(pair) for pair in query.split("&") if pair))


def _compiled(pattern: str) -> re.Pattern[str]:
    literal = _FIELD.split(pattern)  # text, field, text, field, text
    for at, part in enumerate(literal):
        literal[at] = _FIELD_PATTERNS.get(part, ".+?") if at % 2 else re.escape(part)
    return re.compile("".join(literal))
