"""`sources add` on the sites that rules may be written against."""

from __future__ import annotations

import pytest
from site_tables import KNOWN, WebSite, read_sites

SITES = read_sites(KNOWN)


@pytest.mark.parametrize("site", SITES, ids=[site.host for site in SITES])
def test_discovery_is_right_about(site: WebSite, complaints: dict[str, list[str]]) -> None:
    assert not complaints[site.host], "\n".join(complaints[site.host])
