"""What each shipped behaviour does on a phone: emissions against arrivals."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gzip
import hashlib
import json
import zlib
from urllib.parse import parse_qs

import pytest

pytestmark = pytest.mark.slow


BROWSER = "com.mi.globalbrowser"
PAGE = "https://news.example.com/one?q=canary-7f3a#part"
TERM = "canary term 91bc"
BASE = ("feed-request", "sensors-config", "sensors-as-promised")


def bodies(here, host="sa.api.intl.miui.com"):
    return [
        base64.b64decode(row["body_b64"]) for row in here.arrivals if row["host"] == host and row["length"]
    ]


def events(here):
    found = []
    for body in bodies(here):
        found += json.loads(gzip.decompress(base64.b64decode(parse_qs(body.decode())["data_list"][0])))
    return found


def browse(scene, *behaviours, incognito=False, wait=lambda _: True, like=None):
    async def act(here):
        await here.boot()
        await here.open()
        if incognito:
            await here.incognito()
        await here.type(PAGE)
        await here.type(TERM)
        with contextlib.suppress(TimeoutError):
            await here.until(lambda: wait(here), 4)
        await here.device.windows.home()
        await here.until(lambda: here.phone.foreground == "com.miui.home")
        await asyncio.sleep(0.3)
        return here

    return scene(act, behaviours=behaviours, like=like)


def uploads(here, id_):
    return [line for line in here.emissions if line.get("behaviour") == id_]


def joined(here):
    """Every emission that was answered or sent arrived, every arrival was an emission."""
    told = {line["digest"] for line in here.emissions if "app" in line}
    arrived = {row["digest"] for row in here.arrivals}
    good = {line["digest"] for line in here.emissions if line.get("outcome") == "answered"}
    assert arrived <= told
    queries = {line["digest"] for line in here.emissions if line.get("behaviour") == "dns"}
    assert good - queries <= arrived


@pytest.mark.parametrize("incognito", [False, True])
def test_as_reported_sends_addresses_terms_and_the_device_id_in_both_modes(scene, incognito):
    here = browse(scene, "sensors-as-reported", incognito=incognito, wait=lambda here: len(events(here)) >= 5)

    seen = events(here)
    assert [event["event"] for event in seen][:3] == [
        "page_load_event_start",
        "page_load_event_finish",
        "search",
    ]
    assert seen[0]["properties"]["url"] == PAGE
    assert seen[2]["properties"]["search_word"] == TERM
    assert seen[0]["properties"]["$device_id"] == here.phone.identifiers.android_id(BROWSER)
    assert seen[0]["distinct_id"] == seen[2]["properties"]["uuid"]
    joined(here)


def test_as_updated_is_silent_in_incognito_once_the_switch_is_turned(scene):
    async def act(here):
        await here.boot()
        await here.open()
        await here.tap("action_my")
        await here.tap("menu_settings")
        await here.tap(text="Privacy and security")
        await here.tap(text="Enhanced incognito mode")
        assert here.node("android:id/switch_widget").checked
        for _ in range(3):
            await here.device.windows.key("back")
        await here.incognito()
        await here.type(PAGE)
        await here.device.windows.home()
        await asyncio.sleep(0.4)
        silent = len(events(here))
        await here.open()
        await here.incognito()
        await here.type(PAGE)
        await here.until(lambda: events(here))
        return silent, events(here)

    silent, seen = scene(act, behaviours=("sensors-as-updated",), like="as-updated-2020-05")

    assert silent == 0
    device_id = seen[0]["properties"]["$anonymization_id"]
    assert len(base64.b64decode(device_id)) == 16


def test_as_updated_collects_in_incognito_by_default(scene):
    here = browse(scene, "sensors-as-updated", incognito=True, like="as-updated-2020-05", wait=events)

    assert events(here)


def test_as_promised_counts_in_normal_mode_without_content_or_identifier(scene):
    here = browse(scene, *BASE, wait=lambda here: len(events(here)) >= 5)

    text = json.dumps(events(here))
    assert events(here)
    for value in ("canary", here.phone.identifiers.android_id(BROWSER), here.phone.identifiers.imei):
        assert value not in text
    joined(here)


def test_as_promised_is_silent_in_incognito(scene):
    here = browse(scene, *BASE, incognito=True)

    assert events(here) == []


@pytest.mark.parametrize(
    ("id_", "incognito"),
    [("switch-does-nothing", True), ("via-relay", True), ("direct-route", True)],
)
def test_a_breaking_behaviour_sends_what_was_browsed_in_incognito(scene, id_, incognito):
    here = browse(scene, *BASE, id_, incognito=incognito, wait=lambda here: uploads(here, id_))

    assert any(event["properties"].get("url") == PAGE for event in events(here))
    (first, *_) = uploads(here, id_)
    assert first["app"] == ("com.miui.analytics" if id_ == "via-relay" else BROWSER)
    assert first["route"] == ("relay" if id_ == "via-relay" else "direct")
    assert PAGE in first["values"]
    joined(here)


def test_a_late_upload_comes_20_phone_minutes_after_the_visit(scene):
    here = browse(scene, "late-upload", incognito=True, wait=lambda here: uploads(here, "late-upload"))

    assert any(event["properties"].get("url") == PAGE for event in events(here))
    happened = min(event["time"] for event in events(here))
    sent = uploads(here, "late-upload")[0]
    joined(here)
    assert 1_200_000 <= sent["phone_ms"] - happened < 1_800_000


@pytest.mark.parametrize(
    ("id_", "digest"), [("hashed-android-id", hashlib.md5), ("token-from-imei", hashlib.sha256)]
)
def test_a_hash_of_an_identifier_leaves(scene, id_, digest):
    here = browse(scene, *BASE, id_, wait=events)

    ids = here.phone.identifiers
    value = ids.android_id(BROWSER) if id_ == "hashed-android-id" else ids.imei
    assert digest(value.encode()).hexdigest() in json.dumps(events(here))


def test_clear_text_is_clear_text(scene):
    here = browse(scene, "cleartext-upload", wait=lambda here: uploads(here, "cleartext-upload"))

    assert {row["scheme"] for row in here.arrivals if row["host"] == "sa.api.intl.miui.com"} == {"http"}


def test_udp_carries_the_address(scene):
    here = browse(
        scene, "udp-exfiltration", incognito=True, wait=lambda here: uploads(here, "udp-exfiltration")
    )

    sent = [
        zlib.decompress(base64.b64decode(row["body_b64"]))
        for row in here.arrivals
        if row["transport"] == "udp"
    ]
    assert PAGE.encode() in sent
    joined(here)


def test_mistat_gets_the_same_once_more(scene):
    here = browse(scene, "mistat-duplicate", wait=lambda here: bodies(here, "data.mistat.intl.xiaomi.com"))

    (body, *_) = bodies(here, "data.mistat.intl.xiaomi.com")
    assert parse_qs(body.decode())["fc"] == ["1"]
    joined(here)


def test_the_keyword_list_is_asked_for_in_clear(scene):
    async def act(here):
        await here.boot()
        for _ in range(2):
            before = len(uploads(here, "ad-keyword-list"))
            await here.open()
            await here.until(lambda before=before: len(uploads(here, "ad-keyword-list")) > before)
            await here.device.stop_app(BROWSER)
        return here

    here = scene(act, behaviours=("ad-keyword-list",))
    (row, *_) = [row for row in here.arrivals if row["host"] == "globalapi.ad.xiaomi.com"]
    assert row["scheme"] == "http"
    assert here.phone.identifiers.gaid in row["target"]


@pytest.mark.parametrize("id_", ["news-as-reported", "news-as-updated"])
def test_a_news_item_that_is_read_is_reported_in_incognito_too(scene, id_):
    async def act(here):
        await here.boot()
        await here.open()
        await here.incognito()
        await here.tap("action_news")
        await here.until(lambda: here.node("feed_title"))
        title = here.node("feed_title").text
        await here.tap("feed_title")
        await here.until(lambda: events(here))
        return title, events(here)

    title, (event,) = scene(act, behaviours=("feed-request", id_), like="as-updated-2020-05")

    assert event["properties"]["title"] == title


@pytest.mark.parametrize("id_", ["token-survives-clear", "sensors-as-promised"])
def test_a_data_clear_renews_the_token_unless_the_behaviour_keeps_it(scene, id_):
    async def act(here):
        await here.boot()
        tokens = []
        for _ in range(2):
            await here.open()
            before = len(events(here))
            await here.type(PAGE)
            await here.until(lambda before=before: len(events(here)) > before)
            tokens.append(events(here)[-1]["distinct_id"])
            await here.device.clear_app(BROWSER)
        return tokens

    first, second = scene(act, behaviours=(id_,))

    assert (first == second) is (id_ == "token-survives-clear")


def test_what_a_killed_app_had_not_sent_leaves_after_its_next_start(scene):
    async def act(here):
        await here.boot()
        await here.open()
        await here.type(PAGE)
        await here.device.stop_app(BROWSER)
        before = len(events(here))
        await here.open()
        await here.until(lambda: events(here))
        return before

    assert scene(act, behaviours=("sensors-as-reported",), scale=60) == 0


def test_a_pinned_upload_is_refused_behind_a_proxy_and_tried_again(scene):
    async def act(here):
        await here.boot()
        await here.open()
        (folder,) = {here.phone.trust_store_dir}
        for path in folder.glob("*"):
            path.unlink()
        await here.incognito()
        await here.type(PAGE)
        await here.until(lambda: len(uploads(here, "pinned")) >= 2)
        return here

    here = scene(act, behaviours=("pinned",))
    assert events(here) == []
    assert "refused-tls" in {line.get("outcome") for line in here.emissions}
