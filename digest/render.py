"""A digest as a mail: subject, HTML and plain text with the same stories in the same order."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from digest.letter import write_letter
from digest.model import Digest, Rendered
from digest.telling import joined
from digest.text import plain_text


def render(digest: Digest) -> Rendered:
    """Write the digest. The HTML is complete by itself: styles inline, nothing to load, links only http(s)."""
    letter = write_letter(digest)
    page = _template().render(letter=letter, joined=joined, screen=Markup(_style("screen.css")))
    return Rendered(digest.subject, _inliner().inline(page), plain_text(letter))


@cache
def _template() -> Template:
    loader = PackageLoader("digest", ".")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("mail.html")


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False, extra_css=_style("mail.css"))


def _style(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
