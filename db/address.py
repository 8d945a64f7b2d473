"""Where a home's server is: the port, the password and the folder of its data, kept in server.json."""

from __future__ import annotations

from pathlib import Path

SHELTER = Path("/var/lib/pactwatch")
