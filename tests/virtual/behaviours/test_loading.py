from __future__ import annotations

import pytest

from harness.virtual.apps.discovery import discover, vocabulary
from harness.virtual.behaviours import loading
from harness.virtual.behaviours.occasions import Vocabulary

VOCABULARY = vocabulary(discover())

GOOD = """
[behaviour]
title = "t"
source = "s"
apps = ["com.mi.globalbrowser"]
host = "sa.api.intl.miui.com"

[[behaviour.events]]
trigger = "visit"
name = "n"
text = "{url}"
"""


def write(folder, text, name="mine"):
    path = folder / f"{name}.toml"
    path.write_text(text)
    return path


def test_every_shipped_file_is_valid_and_named_in_the_readme():
    files = loading.load_folder(loading.SHIPPED, VOCABULARY)
    told = (loading.SHIPPED / "README.md").read_text()

    assert len(files) >= 19
    for id_, file in files.items():
        assert file.behaviour.id == id_
        assert f"| `{id_}` |" in told
        assert file.behaviour.source
        assert file.expect.why


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('host = "sa', 'colour = 1\nhost = "sa', "colour"),
        ('trigger = "visit"', 'trigger = "sneeze"', "trigger"),
        ("{url}", "{nonsense}", "nonsense"),
        ("{url}", "{url|rot13}", "rot13"),
        ('text = "{url}"', "", "body and text"),
        ('text = "{url}"', 'text = ""\nbody = {}', "body and text"),
        ('host = "sa', 'wrap = ["zip"]\nhost = "sa', "zip"),
        ('host = "sa', 'route = "relay"\nhost = "sa', "sender"),
        ('host = "sa', 'extends = "nowhere"\nhost = "sa', "nowhere"),
        ('host = "sa', 'extends = "mine"\nhost = "sa', "mine"),
        ('trigger = "visit"', 'trigger = "timer"', "every_s"),
        ("[[behaviour.events]]", "[expect]\nholds = 1\n[[behaviour.events]]", "holds"),
        ("[behaviour]", "[behavior]", "behavio"),
        ("[behaviour]", "[behaviour", ""),
    ],
)
def test_a_mistake_is_an_error_that_names_the_file(tmp_path, old, new, told):
    path = write(tmp_path, GOOD.replace(old, new))

    with pytest.raises(ValueError, match=r"mine\.toml") as caught:
        loading.load(path, VOCABULARY)
    assert told in str(caught.value)


def test_a_file_lies_over_the_one_that_it_extends(tmp_path):
    text = '[behaviour]\nextends = "sensors-as-reported"\ntitle = "other"\n'
    text += '[behaviour.common.properties]\nuuid = "x"\n'

    mine = loading.load(write(tmp_path, text), VOCABULARY).behaviour
    base = loading.load(loading.SHIPPED / "sensors-as-reported.toml", VOCABULARY).behaviour

    assert (mine.id, mine.title) == ("mine", "other")
    assert mine.events == base.events
    assert mine.common["properties"] == {**base.common["properties"], "uuid": "x"}


def test_expectations_are_not_inherited(tmp_path):
    file = loading.load(write(tmp_path, '[behaviour]\nextends = "sensors-as-reported"\n'), VOCABULARY)

    assert file.expect.violates == ()


def test_a_folder_adds_its_behaviours_and_switches_off_what_they_replace(tmp_path):
    write(tmp_path, '[behaviour]\nextends = "switch-does-nothing"\n')

    chosen = loading.choose(["feed-request", "sensors-as-updated"], [tmp_path], VOCABULARY)

    assert [behaviour.id for behaviour in chosen] == ["feed-request", "mine"]


def test_a_file_with_a_shipped_id_takes_its_place(tmp_path):
    write(tmp_path, GOOD, "feed-request")

    (chosen,) = loading.choose(["feed-request"], [tmp_path], VOCABULARY)

    assert chosen.title == "t"


def test_an_unknown_id_and_a_missing_folder_are_refused(tmp_path):
    with pytest.raises(ValueError, match="sneeze"):
        loading.choose(["sneeze"], [], VOCABULARY)
    with pytest.raises(ValueError, match="nowhere"):
        loading.choose([], [tmp_path / "nowhere"], VOCABULARY)


def test_a_pattern_stands_for_all_that_it_fits(tmp_path):
    write(tmp_path, GOOD, "mine-as-reported")

    chosen = loading.choose(["feed-request", "*-as-reported"], [tmp_path], VOCABULARY)

    ids = [behaviour.id for behaviour in chosen]
    assert ids[0] == "feed-request"
    assert ids[1:] == [f"{name}-as-reported" for name in ("mine", "news", "sensors", "songs")]
    with pytest.raises(ValueError, match="as-rumoured"):
        loading.choose(["*-as-rumoured"], [], VOCABULARY)


def test_what_no_app_of_the_phone_does_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"mine\.toml: .*trigger"):
        loading.load(write(tmp_path, GOOD), Vocabulary())


def test_a_file_is_on_for_whoever_names_it_and_for_nobody_else(tmp_path):
    mine, other = write(tmp_path, GOOD, "mine"), write(tmp_path, GOOD, "other")

    assert [item.id for item in loading.choose([str(mine)], [], VOCABULARY)] == ["mine"]
    other.unlink()
    with pytest.raises(ValueError, match=r"other\.toml"):
        loading.choose([str(other)], [], VOCABULARY)
