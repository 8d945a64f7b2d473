"""What does a piece of a page's script stand for? Functions and sums of texts and variables are read, nothing is run.

Only what is plainly written is understood: '/view?id=' + id, `/view?id=${id}`, variables that hold such sums.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_READ = "readFromElement"
UNKNOWN = "\0"  # stands for a value that the script does not show
_LONGEST_BODY = 3_000  # characters of one function
_DEEPEST = 4  # variables that hold variables
_MOST_ASSIGNED = 8  # times that a variable is given a value
_MOST_SUMMANDS = 50  # of a sum
_MOST_VARIABLES = 50  # that are looked up for one function
_LONGEST_VALUE = 2_000  # characters; no address is longer
_TOKEN = re.compile(
    r"""\s*(?:'(?P<single>[^'\n]*)'|"(?P<double>[^"\n]*)"|`(?P<template>[^`]*)`"""
    r"""|(?P<word>[A-Za-z_$][\w$.]*)(?:\(\s*+(?P<inner>[\w$]*+)\s*+\))?)\s*"""
)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a page: what its parameters stand for, {1}, {2}, and its text."""

    parameters: dict[str, str]
    body: str
    scripts: str  # all of the page's
    variables: dict[str, str] = field(default_factory=dict)  # looked up already; UNKNOWN while on the way


def function_named(name: str, scripts: str) -> Function | None:
    """Return the function of this name, however it is declared."""
    own = re.escape(name)
    assigned = rf"(?<![\w$]){own}\s*[=:]\s*(?:async\s+)?(?:function\s*+\w*+\s*+)?\("
    found = re.search(rf"(?:function\s+{own}\s*\(|{assigned})([^()]*)\)\s*(?:=>\s*)?\{{", scripts)
    if found is None:
        return None
    names = (part.strip() for part in found[1].split(","))
    parameters = {parameter: f"{{{number}}}" for number, parameter in enumerate(names, 1)}
    return Function(parameters, scripts[found.end() : _end(scripts, found.end())], scripts)


def handler_of(attribute: str, scripts: str) -> Function | None:
    """Return what surrounds the place where a script reads a data- attribute, which stands for {1}."""
    name = attribute.removeprefix("data-")
    camel = re.sub(r"-(\w)", lambda letter: letter[1].upper(), name)
    own = rf"""\(\s*['"](?:data-)?{re.escape(name)}['"]\s*\)"""
    data = rf"dataset\.{re.escape(camel)}(?!\w)"
    reads = rf"(?:\$\([\w.]{{1,60}}\)|[\w.]{{1,60}})\.(?:(?:data|attr|getAttribute){own}|{data})"
    found = re.search(reads, scripts)
    if found is None:
        return None
    around = scripts[max(0, found.start() - _LONGEST_BODY // 2) : found.end() + _LONGEST_BODY // 2]
    return Function({_READ: "{1}"}, re.sub(reads, _READ, around), scripts)


def value_at(function: Function, start: int) -> str:
    """Return the sum that begins at `start` of the function's body, with UNKNOWN for what is not shown."""
    return _sum(function.body, start, function, 0)


def _end(scripts: str, start: int) -> int:
    """Return where the brace is closed that was opened before `start`."""
    depth, last = 1, min(len(scripts), start + _LONGEST_BODY)
    for position in range(start, last):
        depth += {"{": 1, "}": -1}.get(scripts[position], 0)
        if not depth:
            return position
    return last


def _sum(text: str, start: int, function: Function, depth: int) -> str:
    if depth == _DEEPEST:
        return UNKNOWN
    parts: list[str] = []
    for _ in range(_MOST_SUMMANDS):
        token = _TOKEN.match(text, start)
        if token is None:
            return _short("".join(parts))
        parts.append(_value(token, function, depth))
        start = token.end() + 1
        if text[token.end() : start] != "+" or text[start : start + 1] == "=":
            return _short("".join(parts))
    return UNKNOWN


def _short(value: str) -> str:
    """Return a value if it may be a part of an address: others would grow without bounds when put together."""
    return value if len(value) <= _LONGEST_VALUE else UNKNOWN


def _value(token: re.Match[str], function: Function, depth: int) -> str:
    quoted = next((token[kind] for kind in ("single", "double") if token[kind] is not None), None)
    if quoted is not None:
        return quoted
    if token["template"] is not None:
        return re.sub(
            r"\$\{\s*([\w$.]+)\s*\}", lambda name: _variable(name[1], function, depth), _short(token["template"])
        )
    return _variable(token["inner"] or token["word"], function, depth)


def _variable(name: str, function: Function, depth: int) -> str:
    if name in function.parameters:
        return function.parameters[name]
    if name not in function.variables:
        if len(function.variables) == _MOST_VARIABLES:
            return UNKNOWN
        function.variables[name] = UNKNOWN
        function.variables[name] = _assigned(name, function, depth)
    return function.variables[name]


def _assigned(name: str, function: Function, depth: int) -> str:
    for text in (function.body, function.scripts):
        found = list(re.finditer(rf"(?<![\w$.]){re.escape(name)}\s*\+?=(?!=)", text))
        if found and len(found) <= _MOST_ASSIGNED:
            return _short("".join(_sum(text, place.end(), function, depth + 1) for place in found))
    return UNKNOWN
