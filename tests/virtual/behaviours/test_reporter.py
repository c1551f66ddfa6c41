from __future__ import annotations

import asyncio

import pytest

from harness.virtual.apps.discovery import discover, vocabulary
from harness.virtual.behaviours.model import Behaviour
from harness.virtual.behaviours.occasions import Occasion, Standing
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.net.network import Network

VOCABULARY = vocabulary(discover())

BROWSER = "com.mi.globalbrowser"


def behaviour(**event):
    return Behaviour.model_validate(
        {
            "id": "mine",
            "title": "t",
            "source": "s",
            "apps": [BROWSER, "not.installed"],
            "host": "tracking.intl.miui.com",
            "path": "/tracks",
            "envelope": "{events}",
            "flush_s": 0,
            "events": [{"name": "n", "text": "x", **event}],
        },
        context=VOCABULARY,
    )


@pytest.fixture
def reporter(scene):
    def run(act, **event):
        async def whole(here):
            return await act(here, Reporter(here.phone, Network(here.phone), [behaviour(**event)]))

        return scene(whole)

    return run


def test_only_the_occasion_that_was_asked_for_is_reported(reporter):
    async def act(here, told):
        told.happened(Occasion("search", Standing(BROWSER)))
        told.happened(Occasion("visit", Standing("com.mi.globalbrowser.mini")))
        told.happened(Occasion("visit", Standing(BROWSER, consent=False)))
        await asyncio.sleep(0.1)
        silent = len(here.arrivals)
        told.happened(Occasion("visit", Standing(BROWSER)))
        await here.until(lambda: here.arrivals)
        return silent

    assert reporter(act, trigger="visit") == 0


@pytest.mark.parametrize(("event", "least"), [({"every_s": 60}, 3), ({"after_s": 60}, 1)])
def test_timers_run_in_phone_time_while_the_app_lives(reporter, event, least):
    trigger = "timer" if "every_s" in event else "idle"

    async def act(here, told):
        told.started(BROWSER, lambda: Standing(BROWSER))
        await here.until(lambda: len(here.arrivals) >= least)
        await here.device.stop_app(BROWSER)
        told.stopped(BROWSER)
        count = len(here.arrivals)
        await asyncio.sleep(0.3)
        return count, len(here.arrivals)

    before, after = reporter(act, trigger=trigger, **event)

    assert before == after
    assert trigger == "timer" or before == 1


def test_a_fetch_gives_the_answer_or_nothing(reporter):
    async def act(_, told):
        answer = await told.fetch(Occasion("config", Standing(BROWSER)))
        return answer, await told.fetch(Occasion("feed", Standing(BROWSER)))

    answer, nothing = reporter(act, trigger="config")

    assert answer.status == 200
    assert nothing is None


def test_a_boot_is_told_before_anybody_consented(reporter):
    async def act(here, told):
        told.booted()
        await here.until(lambda: here.arrivals)
        return len(here.arrivals)

    assert reporter(act, trigger="boot", when=[{"consent": "any"}]) == 1
