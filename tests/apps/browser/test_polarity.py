import pytest

from harness.apps.browser.polarity import Position, silent_position
from harness.model.errors import MeasurementLost

ON = [
    "When on, usage statistics are not collected in incognito mode",
    "When switched on, no usage data will be uploaded.",
    "Turn on to stop collecting aggregated data",
    "If turned off, usage statistics are collected in incognito mode.",
    "Usage data are not collected when on",
    "When on, data isn’t collected. When off, data is collected.",
]
OFF = [
    "When off, usage statistics are not collected in incognito mode",
    "When on, aggregated usage statistics are collected in incognito mode",
    "Turn off to stop sending statistics",
    "Usage data is collected unless switched off",
    "Recommended for all users. When it is off, browsing data is never recorded.",
]
UNCLEAR = [
    "",
    "Enhanced incognito mode",
    "Usage statistics are collected",
    "When on, another tab opens",
    "When on, more data is collected",
    "When on, data are not only collected but shared",
    "When on, statistics are not collected. When off, statistics are not collected.",
    "When on, statistics are never not collected",
    "When on or off, statistics are collected, when off",
    "When on, some usage data may not be collected",
    "开启后不收集数据",
]


@pytest.mark.parametrize("text", ON)
def test_words_that_make_on_the_silent_position(text):
    assert silent_position(text) is Position.ON


@pytest.mark.parametrize("text", OFF)
def test_words_that_make_off_the_silent_position(text):
    assert silent_position(text) is Position.OFF


@pytest.mark.parametrize("text", UNCLEAR)
def test_words_that_do_not_say_it_are_not_guessed(text):
    with pytest.raises(MeasurementLost, match="which position"):
        silent_position(text)


def test_positions_are_opposites():
    assert Position.ON.other is Position.OFF
    assert Position.OFF.other is Position.ON
