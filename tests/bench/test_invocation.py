"""One `claims run` around its measuring processes: watched, interrupted, settled, cleaned up."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harness.bench import invocation as module
from harness.bench.invocation import Invocation, said
from harness.bench.measuring import HandsetProcess
from harness.bench.progress import Progress
from harness.evidence.seal import is_sealed
from harness.model.claim import Grade
from harness.model.errors import SetupError
from tests.bench.recorded_run import made, study
from tests.judge.honest import honest

RUN = "20261122T143005Z-desk-000000"


@pytest.fixture
def invocation(tmp_path: Path) -> Iterator[Invocation]:
    invocation = Invocation(
        tmp_path / "reports", study(), ("INC-03.silent",), Grade.SCREENING, keep=tmp_path / "kept"
    )
    yield invocation
    invocation._stack.close()
    invocation._work.remove()


@pytest.fixture
def measured(invocation: Invocation, tmp_path: Path):
    """A handset whose measuring process is this code."""
    processes = []

    def start(code: str = "", run: str = RUN) -> HandsetProcess:
        log = tmp_path / "kept" / "desk.pytest.log"
        with log.open("wb") as output:
            process = subprocess.Popen([sys.executable, "-c", code], stdout=output, stderr=output)
        processes.append(process)
        job = replace(made(tmp_path / "reports", run), work=str(tmp_path))
        item = HandsetProcess(job, process, log, Progress("desk", job.folder))
        invocation.handsets.append(item)
        return item

    yield start
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture
def put_back(invocation: Invocation, monkeypatch) -> list[str]:
    """Addresses of the phones that were put back, on an adb server with no phone."""
    phones: list[str] = []

    class Phone:
        def __init__(self, address: str, *_: object) -> None:
            self._address = address

        def restore(self) -> tuple[str, ...]:
            phones.append(self._address)
            return ()

    monkeypatch.setattr(module.Device, "open", lambda _port, address, *_: address)
    monkeypatch.setattr(module, "Changes", Phone)
    invocation._serve(usb=False)
    return phones


def test_the_ground_truth_is_kept_in_a_new_or_empty_folder_only(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")

    with pytest.raises(SetupError, match="empty folder"):
        Invocation(tmp_path, study(), (), Grade.SCREENING, keep=tmp_path / "full")
    with Invocation(tmp_path, study(), (), Grade.SCREENING, keep=tmp_path / "new" / "deep") as kept:
        assert kept._work.path.is_dir()
    assert (tmp_path / "new" / "deep").is_dir()
    assert not kept._work.path.exists()


def test_what_the_bench_wrote_for_itself_goes_unless_something_went_wrong(tmp_path: Path) -> None:
    with Invocation(tmp_path, study(), (), Grade.SCREENING) as fine:
        assert fine._work.path.is_dir()
    assert not fine._work.path.exists()

    broken = Invocation(tmp_path, study(), (), Grade.SCREENING)
    (broken._work.path / "desk.ca").mkdir()
    (broken._work.path / "desk.log").write_text("why")
    with pytest.raises(KeyError), broken:
        raise KeyError
    assert [path.name for path in broken._work.path.iterdir()] == ["desk.log"]
    shutil.rmtree(broken._work.path)


def test_every_invocation_has_an_id_of_its_own(tmp_path: Path) -> None:
    ids = {Invocation(tmp_path, study(), (), Grade.SCREENING, keep=tmp_path / name).id for name in "abc"}

    assert len(ids) == 3


def test_before_the_start_there_is_no_adb_server(invocation: Invocation) -> None:
    with pytest.raises(SetupError, match="no adb server"):
        _ = invocation.server


def test_watching_shows_until_every_handset_has_ended(invocation: Invocation, measured) -> None:
    slow = measured("import time; time.sleep(0.6)")
    quick = measured("", "other")
    states: list[tuple[bool, bool]] = []
    invocation.watch(lambda: states.append((slow.progress.ended, quick.progress.ended)))

    assert states[0] == (False, False) or states[0] == (False, True)
    assert states[-1] == (True, True)
    assert not any(slow_ended for slow_ended, _ in states[:-1])


def test_ctrl_c_asks_every_handset_to_end_and_waits_for_it(
    invocation: Invocation, measured, tmp_path: Path
) -> None:
    back, ready = tmp_path / "back", tmp_path / "ready"
    item = measured(
        "import pathlib, signal, time\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "try:\n"
        f"    pathlib.Path({str(ready)!r}).touch(); time.sleep(60)\n"
        "except KeyboardInterrupt:\n"
        f"    time.sleep(0.2); pathlib.Path({str(back)!r}).touch()\n"
    )
    while not ready.exists():
        time.sleep(0.02)
    invocation.interrupt()

    assert back.exists()
    assert item.process.poll() == 0


def test_a_recorded_run_is_judged_and_sealed_whoever_measured_it(
    invocation: Invocation, measured, put_back: list[str]
) -> None:
    item = measured()
    item.process.wait()
    honest().write(item.job.folder)
    invocation.settle()

    assert item.error is None
    assert {judgement.claim for judgement in item.judgements} == {"INC-03"}
    assert is_sealed(item.job.folder)
    assert put_back == ["127.0.0.1:1"]


def test_a_handset_that_was_never_opened_has_the_last_words_of_its_process(
    invocation: Invocation, measured
) -> None:
    item = measured("print('collecting'); print('no phone at all')")
    item.process.wait()
    (item.job.derived / "allure-results").mkdir(parents=True)
    invocation.settle()

    assert not item.job.derived.exists()

    assert item.judgements == ()
    assert item.error is not None
    assert item.error.startswith("wanted desk measured, found: no phone at all; see ")


def test_an_option_that_pytest_does_not_know_is_named(invocation: Invocation, measured) -> None:
    item = measured(
        "print('ERROR: usage: pytest [options]\\n__main__.py: error: unrecognized arguments: --bog')"
    )
    item.process.wait()
    invocation.settle()

    assert item.error is not None
    assert "found: __main__.py: error: unrecognized arguments: --bog; see " in item.error


def test_what_went_wrong_is_said_and_not_how_many_tests_ran(invocation: Invocation, measured) -> None:
    item = measured("print('INTERNALERROR> Failed: no such marker\\n\\nno tests ran in 0.08s')")
    item.process.wait()
    invocation.settle()

    assert item.error is not None
    assert item.error.startswith("wanted desk measured, found: INTERNALERROR> Failed: no such marker; see ")


def test_a_refusal_of_the_phone_is_said_in_its_own_words(
    invocation: Invocation, measured, put_back: list[str]
) -> None:
    item = measured()
    item.process.wait()
    item.job.refusal.write_text("desk: wanted root, found none\n")
    invocation.settle()

    assert item.error == "desk: wanted root, found none"
    assert put_back == [], "a phone that was never opened is as it was"


def test_a_run_that_was_refused_before_its_first_arm_is_sealed_and_not_judged(
    invocation: Invocation, measured, put_back: list[str]
) -> None:
    item = measured()
    item.process.wait()
    honest().write(item.job.folder)
    item.job.refusal.write_text("desk: wanted root, found none\n")
    invocation.settle()

    assert (item.error, item.judgements) == ("desk: wanted root, found none", ())
    assert is_sealed(item.job.folder)
    assert not (item.job.folder / "data" / "judgements.json").exists()
    assert put_back == ["127.0.0.1:1"]


def test_a_full_disk_is_an_error_of_its_handset_and_every_phone_is_put_back(
    invocation: Invocation, measured, put_back: list[str], monkeypatch
) -> None:
    full, whole = measured(), measured("", "other")
    for item in (full, whole):
        item.process.wait()
        honest().write(item.job.folder)

    def finish(folder: Path, _: object) -> tuple[str, ...]:
        if folder.name == RUN:
            raise OSError(errno.ENOSPC, "No space left on device", "judgements.json")
        return ("judged",)

    monkeypatch.setattr(module, "finish_folder", finish)
    invocation.settle()

    assert full.error == "judgements.json: No space left on device"
    assert (whole.error, whole.judgements) == (None, ("judged",))
    assert len(put_back) == 2


def test_an_adb_server_that_died_is_replaced_to_put_the_phones_back(
    invocation: Invocation, measured, put_back: list[str]
) -> None:
    dead = invocation.server
    dead.process.kill()
    dead.process.wait()
    item = measured()
    item.process.wait()
    honest().write(item.job.folder)
    with invocation:
        invocation.settle()
        assert invocation.server.process.poll() is None

    assert (item.error, len(put_back)) == (None, 1)


def test_a_process_that_died_leaves_a_phone_that_may_not_be_as_it_was(
    invocation: Invocation, measured
) -> None:
    item = measured("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    item.process.wait()
    honest().write(item.job.folder)
    invocation.settle()

    assert item.error is not None
    assert item.judgements


@pytest.mark.usefixtures("put_back")
def test_a_run_that_does_not_read_is_an_error_of_its_handset_alone(invocation: Invocation, measured) -> None:
    broken, whole = measured(), measured("", "other")
    for item in (broken, whole):
        item.process.wait()
        honest().write(item.job.folder)
    (broken.job.folder / "data" / "exchanges.jsonl").unlink()
    invocation.settle()

    assert broken.error is not None
    assert "exchanges.jsonl" in broken.error
    assert (whole.error, bool(whole.judgements)) == (None, True)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SetupError("wanted this"), "wanted this"),
        (OSError(errno.ENOSPC, "No space left on device", "a/b"), "a/b: No space left on device"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (OSError("odd"), "odd"),
    ],
)
def test_an_error_of_the_system_is_said_without_its_number(error: SetupError | OSError, words: str) -> None:
    assert said(error) == words
