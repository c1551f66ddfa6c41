from __future__ import annotations

import asyncio
import base64

import pytest

from harness.virtual.apps.discovery import discover, vocabulary
from harness.virtual.behaviours.filling import Values
from harness.virtual.behaviours.model import Behaviour
from harness.virtual.behaviours.outbox import Outbox
from harness.virtual.net.network import Network

VOCABULARY = vocabulary(discover())

BROWSER = "com.mi.globalbrowser"
GOOD = {
    "id": "mine",
    "title": "t",
    "source": "s",
    "apps": [BROWSER],
    "host": "tracking.intl.miui.com",
    "path": "/tracks",
    "envelope": "{events}",
    "events": [{"trigger": "visit", "name": "n", "value": "{url}", "text": "{url}"}],
}


@pytest.fixture
def outbox(scene):
    def run(act, **change):
        async def whole(here):
            box = Outbox(
                here.phone,
                Network(here.phone),
                Behaviour.model_validate({**GOOD, **change}, context=VOCABULARY),
                BROWSER,
            )

            def add(url):
                box.add(box.behaviour.events[0], Values(here.phone, BROWSER, {"url": url}))

            return await act(here, box, add)

        return scene(whole)

    return run


def texts(here):
    return [base64.b64decode(row["body_b64"]).decode() for row in here.arrivals]


def test_events_leave_together_at_the_flush_in_batches(outbox):
    async def act(here, _, add):
        for number in range(5):
            add(f"u{number}")
        early = texts(here)
        await here.until(lambda: len(texts(here)) == 3)
        return early, texts(here)

    assert outbox(act, batch=2) == ([], ["u0,u1", "u2,u3", "u4"])


def test_a_full_outbox_and_the_background_do_not_wait(outbox):
    async def act(here, box, add):
        add("u0")
        add("u1")
        await here.until(lambda: texts(here))
        full = texts(here)
        add("u2")
        box.background()
        await here.until(lambda: len(texts(here)) == 2)
        return full, texts(here)[-1]

    assert outbox(act, flush_s=100_000, flush_count=2) == (["u0,u1"], "u2")


def test_an_event_that_is_not_due_stays_even_in_the_background(outbox):
    async def act(here, box, add):
        add("late")
        box.background()
        await asyncio.sleep(0.2)
        return texts(here)

    assert outbox(act, flush_s=0, delay_s=100_000) == []


def test_what_cannot_be_sent_is_tried_again(outbox):
    async def act(here, box, add):
        here.phone.settings.put("global", "wifi_on", "0")
        add("u")
        await asyncio.sleep(0.15)
        tried = box._retry_s
        here.phone.settings.put("global", "wifi_on", "1")
        await here.until(lambda: not box._rows() and not box._sending)
        return tried, box._retry_s, texts(here)

    tried, after, sent = outbox(act, flush_s=0)

    assert tried > 10
    assert after == 10
    assert sent == ["u"]


def test_what_was_not_due_when_the_process_ended_leaves_in_its_next_life(outbox):
    async def act(here, box, add):
        add("late")
        await here.device.processes.kill(BROWSER)
        box.stopped()
        box.resume()
        await here.until(lambda: texts(here))
        return texts(here)

    assert outbox(act, flush_s=1, delay_s=120) == ["late"]


def test_what_is_queued_survives_the_process_and_not_a_clear(outbox):
    async def act(here, box, add):
        add("u")
        rows = Outbox(here.phone, Network(here.phone), box.behaviour, BROWSER)._rows()
        await here.device.clear_app(BROWSER)
        return [row["value"] for row in rows], box._rows()

    assert outbox(act, flush_s=100_000) == (["u"], [])


def test_an_answer_that_is_no_success_keeps_the_event(outbox):
    async def act(here, box, add):
        add("u")
        await here.until(lambda: texts(here))
        await asyncio.sleep(0.05)
        return [row["value"] for row in box._rows()]

    assert outbox(act, flush_s=0, method="GET", path="/nowhere") == ["u"]
