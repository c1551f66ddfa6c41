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
        "[defaults]\n[hosts]\n",
        GOOD + "colour = 1\n",
        GOOD.replace('country = "NL"\n', ""),
        GOOD.replace("192.0.2.1", "nowhere"),
        "[hosts]\n",
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


MORE = '[hosts."collect.vendor.example"]\naddress = "192.0.2.90"\ncountry = "NL"\n'


def test_further_hosts_have_the_defaults_of_the_first_file(tmp_path):
    path = tmp_path / "hosts.toml"
    path.write_text(MORE)
    found = load(more=[path]).find("collect.vendor.example")

    assert (found.address, found.tls, found.tcp) == ("192.0.2.90", (443,), (80,))
    assert load().find("collect.vendor.example") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (MORE.replace("collect.vendor.example", "sa.api.intl.miui.com"), "has not, found sa.api.intl.miui"),
        ("[defaults]\ntls = []\n" + MORE, r"wanted \[hosts\] alone"),
        (MORE + "port = 1\n", "unknown keys"),
    ],
)
def test_further_hosts_with_an_error_are_refused(tmp_path, text, found):
    path = tmp_path / "hosts.toml"
    path.write_text(text)

    with pytest.raises(ValueError, match=found):
        load(more=[path])
