"""The acts of an arm: counted, pictured, what they plant on record first, what they place taken away."""

from __future__ import annotations

import pytest

from harness.bench.acts import do_acts
from harness.device.setting import Proxy
from harness.model.arm import ArmKind
from harness.model.errors import MeasurementLost
from harness.model.lines import ActDone, ActOutcome
from harness.model.planted import End, PlantedKind
from tests.bench.stage import FakeApp, Stage, key


def test_nothing_is_sent_before_it_is_noted_and_its_page_stands(stage: Stage) -> None:
    def check(deed: str) -> None:
        verb, _, what = deed.partition(" ")
        if verb in {"visit", "search", "open"}:
            noted = {value.value for value in stage.run.planted()}
            assert any(value in what for value in noted)
        if verb in {"visit", "open"}:
            address = what.split("//")[1].partition("#")[0]
            host, _, target = address.partition("/")
            assert stage.recorder.registered.answer("GET", host, f"/{target}").page is not None

    stage.browser.before = check
    do_acts(stage.tools, key(), stage.browser)
    verbs = [deed.partition(" ")[0] for deed in stage.browser.done]

    assert verbs == ["open", "submit", "visit", "visit", "search", "open"]


def test_every_act_has_a_picture_of_its_own_and_says_what_showed_it(stage: Stage) -> None:
    do_acts(stage.tools, key(), stage.browser)
    acts = stage.timeline(ActDone)

    assert len({act.screen for act in acts}) == len(acts) == 3
    assert all((stage.folder.data / act.screen).read_bytes().startswith(b"\xff\xd8") for act in acts)
    assert acts[-1].shown == "results are shown"
    assert {name for act in acts for name in act.planted} <= {value.id for value in stage.run.planted()}


def test_the_counters_are_read_before_each_act(stage: Stage) -> None:
    do_acts(stage.tools, key(), stage.browser)

    assert [sample.at for sample in stage.run.counters()] == [End.BETWEEN] * 3


def test_an_act_that_fails_says_what_was_planted_by_then(stage: Stage) -> None:
    stage.browser.broken = {"search": "no results came"}

    with pytest.raises(MeasurementLost, match="no results came"):
        do_acts(stage.tools, key(), stage.browser)
    last = stage.timeline(ActDone)[-1]

    assert (last.act, last.outcome, last.detail) == ("search", ActOutcome.FAILED, "no results came")
    assert last.planted[0] in {value.id for value in stage.run.planted()}


def test_an_act_that_plants_less_than_it_declares_was_not_done(stage: Stage) -> None:
    with pytest.raises(MeasurementLost, match="wanted title of careless planted or read"):
        do_acts(stage.tools, key(acts=(("careless", 1),)), stage.browser)
    (act,) = stage.timeline(ActDone)

    assert act.outcome is ActOutcome.FAILED


def test_a_news_item_is_planted_by_what_the_screen_shows(stage: Stage) -> None:
    do_acts(stage.tools, key(acts=(("news", 3),)), stage.browser)
    planted = [value for value in stage.run.planted() if value.kind is PlantedKind.OBSERVED]
    by_part = {(value.part, value.number): value.value for value in planted}

    assert by_part["feed-title", 1] == "Bees at work"
    assert by_part["feed-title", 2] == by_part["feed-title", 3] == "Rain again"
    assert by_part["feed-address", 1] == "https://news.example/story/0"


@pytest.mark.parametrize("broken", [{}, {"save": "no room"}])
def test_what_an_act_puts_on_the_phone_is_taken_away_at_the_end_of_the_arm(
    stage: Stage, broken: dict[str, str]
) -> None:
    before = Proxy().read(stage.phone)
    seen: list[object] = []
    stage.browser.broken = broken
    stage.browser.before = lambda deed: seen.append((deed.partition(" ")[0], Proxy().read(stage.phone)))
    if broken:
        with pytest.raises(MeasurementLost, match="no room"):
            do_acts(stage.tools, key(acts=(("save", 1),)), stage.browser)
    else:
        do_acts(stage.tools, key(acts=(("save", 2),)), stage.browser)

    assert ("save", "127.0.0.1:9") in seen
    assert Proxy().read(stage.phone) == before


def test_an_app_without_pages_is_driven_without_the_controls_that_need_them(stage: Stage) -> None:
    app = FakeApp()
    do_acts(stage.tools, key(ArmKind.PERMISSIVE), app)

    assert [deed.partition(" ")[0] for deed in app.done] == ["visit", "visit", "search"]
    assert stage.run.controls() == ()
    assert all(value.kind is PlantedKind.CANARY for value in stage.run.planted())
