from __future__ import annotations

import pytest

from harness.virtual.cloud import zone

GOOD = """
[defaults]
tls = [443]
tcp = [80]
udp = []
[hosts."*.a.test"]
address = "192.0.2.1"
country = "NL"
"""


def test_the_shipped_zone_has_the_hosts_of_the_facts():
    hosts = zone.load().hosts

    assert {
        "sa.api.intl.miui.com",
        "tracking.intl.miui.com",
        "data.mistat.intl.xiaomi.com",
        "sdkconfig.ad.intl.xiaomi.com",
        "globalapi.ad.xiaomi.com",
        "app.chat.global.xiaomi.net",
        "www.google.com",
        "duckduckgo.com",
        "www.bing.com",
        "connectivitycheck.gstatic.com",
    } <= set(hosts)
    addresses = [host.address for host in hosts.values()]
    assert len(addresses) == len(set(addresses))


def test_a_wildcard_covers_what_lies_below_it_and_not_itself(tmp_path):
    path = tmp_path / "zone.toml"
    path.write_text(GOOD)
    found = zone.load(path)

    assert found.find("x.y.A.test.").name == "*.a.test"
    assert found.find("a.test") is None


@pytest.mark.parametrize(
    "text",
    [
        "[defaults]\n",
        "[hosts",
        GOOD + "colour = 1\n",
        GOOD.replace('country = "NL"\n', ""),
        GOOD.replace("192.0.2.1", "nowhere"),
        GOOD + "[more]\n",
    ],
)
def test_a_zone_with_an_error_is_refused(tmp_path, text):
    path = tmp_path / "zone.toml"
    path.write_text(text)

    with pytest.raises(ValueError):
        zone.load(path)


def test_a_port_that_one_host_offers_names_its_owner():
    found = zone.load()

    assert found.owner("tcp", 5222) == "app.chat.global.xiaomi.net"
    assert found.owner("udp", 443) == ""


def test_more_hosts_lie_over_the_shipped_ones(tmp_path):
    path = tmp_path / "more.toml"
    path.write_text('[hosts."up.vendor.test"]\naddress = "192.0.2.9"\ncountry = "NL"\n')
    found = zone.load(path)

    assert found.find("up.vendor.test").tls == (443,)
    assert found.find("sa.api.intl.miui.com")
