from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from babel.core import get_global

from crawler.territories import territory_of, timezone_of, zones_of


@pytest.mark.parametrize(
    ("host", "territory"),
    [
        ("www.example.co.kr", ("KR", "Asia/Seoul")),
        ("example.vn", ("VN", "Asia/Ho_Chi_Minh")),
        ("EXAMPLE.DE.", ("DE", "Europe/Berlin")),
        ("www.example.gov.uk", ("GB", "Europe/London")),
        ("example.eu", ("EU", "Europe/Brussels")),
        ("example.es", ("ES", "Europe/Madrid")),
        ("example.us", ("US", None)),
        ("example.com.au", ("AU", None)),
        ("example.com", None),
        ("example.io", None),
        ("example.ws", None),
        ("example.001", None),
        ("127.0.0.1", None),
        ("localhost", None),
        ("", None),
    ],
)
def test_the_top_level_domain_tells_the_country_if_it_means_one(host: str, territory: object) -> None:
    assert territory_of(host) == territory


def test_every_time_zone_that_is_told_is_one_of_its_country() -> None:
    countries = [country for country in get_global("territory_zones") if len(country) == 2]
    told = {country: timezone_of(country) for country in countries}
    assert len([zone for zone in told.values() if zone]) > 200
    for country, zone in told.items():
        assert zone is None or (zone in zones_of(country) and ZoneInfo(zone))
