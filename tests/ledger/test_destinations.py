from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.ledger import Context, classify, load_acts, load_destinations
from harness.model.destination import ActRole, Controller
from harness.model.errors import SetupError

from .conftest import FEATURES

ACTS = load_acts((FEATURES / "acts.yaml").read_text("utf-8"), "acts")
TABLE = load_destinations((FEATURES / "destinations.yaml").read_text("utf-8"), "destinations")
FACTS = [
    "sa.api.intl.miui.com",
    "tracking.miui.com",
    "tracking.intl.miui.com",
    "tracking.india.miui.com",
    "tracking.rus.miui.com",
    "sdkconfig.ad.xiaomi.com",
    "sdkconfig.ad.intl.xiaomi.com",
    "sdkconfig.ad.india.xiaomi.com",
    "sdkconfig.ad.rus.xiaomi.com",
    "data.mistat.xiaomi.com",
    "data.mistat.intl.xiaomi.com",
    "data.mistat.india.xiaomi.com",
    "data.mistat.rus.xiaomi.com",
    "update.miui.com",
    "update.intl.miui.com",
    "globalapi.ad.xiaomi.com",
    "api.ad.xiaomi.com",
    "log.ad.xiaomi.com",
    "m.track.ad.xiaomi.com",
    "diagnosis.ad.xiaomi.com",
    "cdn.ad.xiaomi.com",
    "admob.xiaomi.com",
    "adv.sec.miui.com",
    "adv.sec.intl.miui.com",
    "resolver.msg.global.xiaomi.net",
    "app.chat.global.xiaomi.net",
    "161.117.97.14",
    "161.117.180.178",
    "111.13.142.153",
    "111.202.1.252",
    "47.241.69.153",
    "register.xmpush.global.xiaomi.com",
    "api.xmpush.global.xiaomi.com",
    "account.xiaomi.com",
    "api.account.xiaomi.com",
    "appauth.account.xiaomi.com",
    "statusapi.micloud.xiaomi.net",
    "galleryapi.micloud.xiaomi.net",
    "driveapi.micloud.xiaomi.net",
    "appbackupapi.micloud.xiaomi.net",
    "find.api.micloud.xiaomi.net",
    "pdc.micloud.xiaomi.net",
    "i.mi.com",
    "fr.app.chat.global.xiaomi.net",
]


def look(host, acts=("visit", "search"), services=("google-search",), **more):
    return classify(TABLE, ACTS, Context(acts, "claims.test", services, **more), host)


@pytest.mark.parametrize("host", FACTS)
def test_every_vendor_host_of_the_facts_is_listed_by_name(host):
    found = look(host)
    assert (found.controller, found.pattern, found.act_role) == (Controller.VENDOR, host, ActRole.NONE)
    assert found.source is not None


@pytest.mark.parametrize(
    ("host", "controller"),
    [
        ("new.intl.miui.com", Controller.VENDOR),
        ("miui.com", Controller.VENDOR),
        ("MIUI.com.", Controller.VENDOR),
        ("notmiui.com", Controller.UNKNOWN),
        ("miui.com.example.net", Controller.UNKNOWN),
        ("192.0.2.1", Controller.UNKNOWN),
        ("", Controller.UNKNOWN),
        ("a." * 5000 + "miui.com", Controller.UNKNOWN),
        ("x.sensorsdata.cn", Controller.THIRD_PARTY),
    ],
)
def test_a_host_belongs_to_the_longest_listed_domain_or_to_nobody_known(host, controller):
    assert look(host).controller is controller


def test_an_addressed_page_has_its_role_only_where_an_act_addressed_one():
    for host in ("claims.test", "a7.claims.test"):
        assert look(host).act_role is ActRole.ADDRESSED_PAGE
        assert look(host, acts=()).act_role is ActRole.NONE
    assert look("evilclaims.test").controller is Controller.UNKNOWN
    assert (
        look("news.example.org", acts=("news",), pages=("news.example.org",)).act_role
        is ActRole.ADDRESSED_PAGE
    )


def test_a_page_on_a_vendors_host_stays_the_vendors():
    found = look("blog.mi.com", pages=("blog.mi.com",))
    assert (found.act_role, found.controller) == (ActRole.ADDRESSED_PAGE, Controller.VENDOR)


def test_only_the_chosen_search_engine_of_an_arm_with_a_search_is_a_chosen_service():
    assert look("www.google.com").act_role is ActRole.CHOSEN_SERVICE
    assert look("www.google.com").controller is Controller.CHOSEN_SERVICE
    assert look("www.google.com", acts=("visit",)).act_role is ActRole.NONE
    assert look("duckduckgo.com").act_role is ActRole.NONE
    assert look("play.googleapis.com").act_role is ActRole.NONE


def test_a_vendors_service_stays_the_vendors_also_when_chosen():
    found = look("account.xiaomi.com", acts=("sign-in",), services=("mi-account",))
    assert (found.act_role, found.controller) == (ActRole.CHOSEN_SERVICE, Controller.VENDOR)


def test_neutral_services_are_network_services_and_a_vendors_resolver_is_not_neutral():
    assert look("connectivitycheck.gstatic.com").neutral
    assert look("connectivitycheck.gstatic.com").act_role is ActRole.NETWORK_SERVICE
    assert not look("connect.rom.miui.com").neutral
    own = look("resolver.msg.xiaomi.net", resolvers=("resolver.msg.xiaomi.net",))
    assert (own.act_role, own.neutral) == (ActRole.NETWORK_SERVICE, False)
    unlisted = look("192.0.2.53", resolvers=("192.0.2.53",))
    assert (unlisted.act_role, unlisted.controller) == (ActRole.NETWORK_SERVICE, Controller.UNKNOWN)


@given(st.text(max_size=40))
def test_any_host_is_classified(host):
    assert look(host).act_role in ActRole


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("host: i.mi.com", "host: I.mi.com", r":\d+: wanted a host in lower case, found 'I.mi.com'"),
        ("host: i.mi.com", "host: trust.mi.com", "found trust.mi.com again"),
        ("source: palant", "source: rumour", "found 'rumour'"),
        ("controller: vendor", "controller: unknown", "wanted a known controller"),
        ("controller: vendor", "controller: seller", r":\d+: hosts\.0\.controller: "),
        ("confidence: A", "confidence: A, neutral: true", "found a vendor's"),
        ("confidence: A", "confidence: A, trusted: true", "found 'trusted'"),
    ],
)
def test_a_mistake_is_told_with_its_line(old, new, words):
    text = (FEATURES / "destinations.yaml").read_text("utf-8").replace(old, new, 1)
    with pytest.raises(SetupError, match=words):
        load_destinations(text, "features/destinations.yaml")


def test_an_empty_table_is_refused():
    with pytest.raises(SetupError, match="at least one host"):
        load_destinations("{schema: claims/destinations/v1, date: x, sources: {}, hosts: []}", "d")


def test_the_table_as_kept_in_a_run_reads_back_equal():
    again = load_destinations(TABLE.canonical, "data/destinations.json")
    assert (again.digest, again.exact, again.domains) == (TABLE.digest, TABLE.exact, TABLE.domains)
