"""Where the data that comes with Pactwatch lies."""

from __future__ import annotations

from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
SOURCES = SEEDS / "sources"
WEB = SEEDS / "web"
DOCUMENTS = SEEDS / "documents"  # the seed documents, each with its address
