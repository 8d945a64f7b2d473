"""`sources add` on the sites that no rule was written against: a failure is reported, never tuned away."""

from __future__ import annotations

import pytest
from site_tables import HELD_OUT, WebSite, read_sites

SITES = read_sites(HELD_OUT)


@pytest.mark.parametrize("site", SITES, ids=[site.host for site in SITES])
def test_discovery_is_right_about(site: WebSite, complaints: dict[str, list[str]]) -> None:
    assert not complaints[site.host], "\n".join(complaints[site.host])
