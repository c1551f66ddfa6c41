from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.cloud import datagrams, zone
from harness.virtual.net import routes
from harness.virtual.net.errors import NameNotFound, NetworkError

ZONE = {"hosts": {"a.test": {"n": 1}, "*.b.test": {"n": 2}}, "peers": {}}


@pytest.mark.parametrize(
    ("name", "expected"), [("A.test.", 1), ("x.y.b.test", 2), ("b.test", None), ("c.test", None)]
)
def test_a_host_is_found_by_name_or_wildcard(name, expected):
    row = routes.zone_host(ZONE, name)

    assert (row["n"] if row else None) == expected


def test_the_clouds_resolver_and_the_phone_understand_each_other():
    answer = datagrams.dns(zone.load())

    assert routes.address_of(answer(routes.question(7, "globalapi.ad.xiaomi.com"))) == "47.241.69.153"
    assert routes.address_of(answer(routes.question(7, "elsewhere.test"))) == ""


def test_what_is_no_name_is_not_found():
    for host in ("", "a..b", "x" * 64 + ".test"):
        with pytest.raises(NameNotFound):
            routes.question(1, host)


@given(st.binary())
def test_noise_from_a_resolver_is_no_address(noise):
    with contextlib.suppress(NetworkError, ValueError):
        routes.address_of(noise)
