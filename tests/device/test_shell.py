from pathlib import Path

import pytest

from harness.device.shell import Output, answer, quoted, text
from harness.model.errors import SetupError

SAMPLES = Path(__file__).parents[1] / "samples" / "android-8.0.0-base-system"


def transcript():
    """The real Android's outputs: command → Output."""
    outputs = {}
    for block in (SAMPLES / "shell-v2-transcript.txt").read_text().split("### ")[1:]:
        command, code, *lines = block.splitlines()
        if not code.startswith("rc="):
            continue
        said = {
            kind: "".join(f"{line[8:]}\n" for line in lines if line.startswith(kind))
            for kind in ("stdout", "stderr")
        }
        outputs[command] = Output(command, said["stdout"], said["stderr"], int(code[3:]))
    return outputs


FAILURES = [
    "pm list packages",
    "dumpsys package com.miui.analytics",
    "settings get global http_proxy",
    "am start -n a/b",
    "uiautomator dump",
    "input tap 1 1",
    "su -c id",
    "nosuchcmd",
]


@pytest.mark.parametrize("command", FAILURES)
def test_what_a_real_android_says_when_it_fails_is_a_failure(command, told):
    recorded = transcript()[command]
    assert recorded.refused is not None
    phone = told({command: (recorded.stdout, recorded.stderr, recorded.exit_code)})
    with pytest.raises(SetupError, match="wanted"):
        text(phone, command)


def test_what_a_real_android_answers_is_an_answer():
    assert transcript()["id"].refused is None
    assert transcript()["whoami"].stdout == "shell\n"


def test_an_empty_answer_is_refused_where_one_is_needed(told):
    phone = told({"dumpsys": ("", "", 0)})
    assert text(phone, "dumpsys") == ""
    with pytest.raises(SetupError, match="found none"):
        answer(phone, "dumpsys")


def test_a_refused_setting_names_the_switch_in_developer_options(told):
    phone = told({"settings put x": ("", "java.lang.SecurityException: Permission denial", 255)})
    with pytest.raises(SetupError, match="Security settings"):
        text(phone, "settings put x")


def test_words_are_taken_literally():
    assert quoted(["echo", "a b;reboot"]) == "echo 'a b;reboot'"
