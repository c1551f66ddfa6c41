from pathlib import Path

import pytest

from harness.apps.act import Act
from harness.apps.registry import built_in
from harness.ledger.acts import load_acts

ROOT = Path(__file__).parents[2]


def test_an_act_that_nobody_could_see_is_refused():
    with pytest.raises(ValueError, match="nobody could see"):
        Act("hum", (), lambda app, content: "")


def test_every_act_and_part_of_the_built_in_apps_stands_in_the_acts():
    path = ROOT / "features/acts.yaml"
    acts = load_acts(path.read_text(encoding="utf-8"), path.name)
    for app in built_in():
        for act in app.acts:
            assert set(act.parts) <= set(acts.act(act.id).carries), (app.name, act.id)
        for condition in app.conditions:
            assert acts.condition(condition.name)
