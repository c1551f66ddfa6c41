"""kill -9 in the middle of an arm: nothing of it holds, and the next start finds the phone restored."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

import pytest

from tests.chain.outside import SUSPENDED, Phone, acting, pids
from tests.chain.suite import Run, call, descendants, devices, lines

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
RECORDER, ADB, PYTEST = "harness.capture.recorder", "acceptfd:", "pytest"


@pytest.fixture
def phone_of(tmp_path):
    phones: list[Phone] = []

    def start(firmware: str) -> Phone:
        phones.append(Phone(tmp_path / "phone", firmware, f"127.0.1.{80 + len(phones)}"))
        return phones[-1]

    yield start
    for phone in phones:
        phone.close()


def kill(run: Run, word: str) -> None:
    victims = pids(run, word)
    assert victims, word
    for victim in victims:
        os.kill(victim, signal.SIGKILL)


def restored(phone: Phone) -> str:
    """What the next start did to the phone, which is then as it was before."""
    done = call(phone.folder / "state", "restore", "--serial", phone.serial)
    assert done.returncode == 0, done.stderr
    assert phone.look() == phone.before
    again = call(phone.folder / "state", "restore", "--serial", phone.serial)
    assert "nothing was left to undo" in again.stdout
    return done.stdout


def silent(run: Run) -> dict:
    return run.judgement("phone", "INC-03.silent")


@pytest.mark.parametrize("victim", [RECORDER, ADB, PYTEST])
def test_an_arm_whose_bench_was_killed_never_holds(victim, phone_of):
    phone = phone_of("as-updated-2020-05")
    run = phone.measure("INC-03")
    acting(run, SUSPENDED)
    assert phone.look() != phone.before
    kill(run, victim)

    assert run.code == 2, run.output[-3000:]
    found = silent(run)
    assert found["outcome"] == "unproven"
    assert {"fault", "arm-aborted", "window-cut"} & set(found["reasons"]), found["reasons"]
    assert len(run.lines("phone", "exchanges")) > 50, "what was recorded is kept"
    assert "nothing was left to undo" in restored(phone), "the run itself puts it back, whatever died"


def test_an_arm_whose_phone_was_killed_never_holds(phone_of):
    phone = phone_of("as-updated-2020-05")
    run = phone.measure("INC-03")
    acting(run, SUSPENDED)
    phone.kill()
    time.sleep(1)
    phone.start()

    assert run.code == 2, run.output[-3000:]
    assert silent(run)["outcome"] == "unproven"
    restored(phone)


@pytest.mark.parametrize("victim", [RECORDER, PYTEST])
def test_a_witness_that_was_stored_before_still_convicts(victim, phone_of):
    phone = phone_of("as-reported-2020-04")
    run = phone.measure("INC-02")
    acting(run, "/restrictive/", acts=4)
    kill(run, victim)

    assert run.code == 1, run.output[-3000:]
    found = run.judgement("phone", "INC-02.address")
    assert found["outcome"] == "violated"
    assert {item["app_by"] for item in found["witnesses"]} <= {"socket", "host"}
    restored(phone)


def alive(pid: int) -> bool:
    """One that ended and that the first process of the machine has not taken note of yet is not alive."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    return False


def test_what_a_killed_command_left_goes_with_the_next_one_and_not_while_it_is_used(phone_of, tmp_path):
    phone = phone_of("as-updated-2020-05")
    run = phone.measure("INC-03.switch")
    run.when(lambda: pids(run, "--claims-job"), "the handset is measured")
    ((measuring, words),) = [
        (pid, words) for pid, words in descendants(run.process.pid).items() if "--claims-job" in words
    ]
    (server,) = pids(run, ADB)
    work = Path(words[words.index("--claims-job") + 1]).parent
    acting(run, "/restrictive/", acts=1)
    os.kill(run.process.pid, signal.SIGKILL)
    run.process.wait()
    nobody = devices(tmp_path / "nobody", {"x": {"virtual": {"firmware": "as-updated-2020-05"}}})

    call(phone.folder / "state", "devices", "--devices", nobody)
    assert alive(server), "the handset is still measured over it"
    assert (work / "phone.ca").is_dir()
    deadline = time.monotonic() + 240
    while alive(measuring):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert (run.stored("phone") / "manifest-sha256.txt").exists(), "the child seals what it measured"
    assert phone.look() == phone.before

    call(phone.folder / "state", "devices", "--devices", nobody)
    assert not alive(server)
    assert not work.exists()


def test_an_invocation_that_was_killed_whole_is_put_right_by_the_next_one(phone_of):
    phone = phone_of("as-updated-2020-05")
    run = phone.measure("INC-03")
    acting(run, SUSPENDED)
    orphans = pids(run, "")
    os.kill(run.process.pid, signal.SIGKILL)
    for orphan in orphans:
        with contextlib.suppress(ProcessLookupError):
            os.kill(orphan, signal.SIGKILL)
    run.process.wait()
    left = phone.look()
    assert left != phone.before
    assert left["dumpsys package com.xiaomi.xmsf | grep -c suspended=true"] == "1"

    judged = call(phone.folder / "state", "judge", run.stored("phone"), seconds=120)
    assert judged.returncode == 2, judged.stdout + judged.stderr
    assert "INC-03.silent" in judged.stdout

    following = phone.measure("INC-03", "next")
    following.when(
        lambda: any(
            line["what"] == "restored" and line.get("dead_run")
            for path in following.reports.glob("*Z-phone-??????/data/timeline.jsonl")
            for line in lines(path)
        ),
        "the next run puts the phone back first",
    )
    following.when(
        lambda: any(path.stat().st_size for path in following.reports.glob("*/data/exchanges.jsonl")),
        "the next run records",
    )
    following.process.send_signal(signal.SIGINT)
    assert following.code == 130, following.output[-3000:]
    assert phone.look() == phone.before
