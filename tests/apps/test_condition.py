import pytest

from harness.apps.condition import Condition, Signal


class Lamp(Condition):
    """The least that a condition says."""

    name = "lamp"
    taken_back = 0

    def set(self, value):
        return None

    def prove(self, value):
        yield Signal("the lamp", value, "on")

    def abandon(self):
        self.taken_back += 1


def test_a_condition_says_how_it_is_set_and_proved():
    with pytest.raises(TypeError):
        Condition(None, None)


def test_what_an_app_does_not_say_otherwise_is_taken_back_alike_in_every_version():
    lamp = Lamp(None, None)
    assert (lamp.keeps_app, lamp.since(object, "on"), lamp.leave()) == (True, None, None)
    assert tuple(lamp.undo("on")) == ()
    assert lamp.taken_back == 1
