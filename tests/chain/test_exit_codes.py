"""Exit codes of `claims run` that no judgement stands behind: 3, and 130 for Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess

import pytest

from tests.chain.outside import Phone, acting
from tests.chain.suite import ROOT, call, claims, devices, environment, lines, one_browser


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one line on standard error of a call that ended with 3."""
    assert done.returncode == 3, (done.returncode, done.stdout, done.stderr)
    (line,) = done.stderr.strip().splitlines()
    return line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--nonsense",), "--nonsense"),
        (("--claims", "INC-02 and INC-03"), "at least one proposition"),
        (("--claims", "INC-99"), "INC-99"),
        (("--claims", "("), "joined by and, or, not"),
        (("--claims", "CON-03"), "at least one proposition"),
        (("--device", "nobody"), "nobody"),
        (("--devices", "nowhere.yaml"), "nowhere.yaml"),
        (("--grade", "perfect"), "perfect"),
    ],
)
def test_wrong_usage_and_empty_selections_end_with_3(words, said, tmp_path):
    line = refused(call(tmp_path, "run", "--reports", tmp_path / "reports", *words))

    assert said in line
    assert not (tmp_path / "reports").exists()


def test_no_handset_ends_with_3(tmp_path):
    entry = {"serial": "127.0.0.1:9", "bench_address": "127.0.0.1", "canary_domain": "example.org"}
    file = devices(tmp_path, {"gone": {"adb": entry}})
    done = call(tmp_path, "run", "--devices", file, "--reports", tmp_path / "reports", seconds=120)

    assert "127.0.0.1:9" in refused(done)
    assert list((tmp_path / "reports").glob("*Z-gone-*/data/exchanges.jsonl")) == []


def test_an_unforeseen_error_ends_with_3_one_line_and_a_log(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "from harness.ruling.tables import Tables\n"
        "def planted(folder):\n"
        "    raise ZeroDivisionError('planted')\n"
        "Tables.load = planted\n"
    )
    path = os.pathsep.join((str(tmp_path), str(ROOT)))
    done = subprocess.run(
        claims("run", "--reports", tmp_path / "reports"),
        cwd=ROOT,
        env={**environment(tmp_path), "PYTHONPATH": path, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    (log,) = tmp_path.glob("claims-*.log")

    line = refused(done)
    assert "ZeroDivisionError" in line
    assert str(log) in line
    assert "planted" in log.read_text()


def test_a_devices_file_that_does_not_read_ends_with_3(tmp_path):
    file = devices(tmp_path, {"broken": {"virtual": {"firmware": "as-promised", "ambient": "maybe"}}})
    line = refused(call(tmp_path, "run", "--devices", file, "--reports", tmp_path / "reports"))
    assert "devices.yaml" in line
    assert "ambient" in line


def test_a_virtual_handset_that_cannot_start_ends_with_3(tmp_path):
    firmware = tmp_path / "broken.toml"
    firmware.write_text('extends = "as-updated-2020-05"\nname = "broken"\nnonsense = 1\n')
    file = devices(tmp_path, {"broken": {"virtual": {"firmware": str(firmware)}}})
    line = refused(call(tmp_path, "run", "--devices", file, "--reports", tmp_path / "reports"))
    assert "nonsense" in line


def test_a_phone_that_cannot_be_measured_ends_with_3_and_its_reason_everywhere(tmp_path):
    unrooted = one_browser(tmp_path / "firmware", "as-updated-2020-05", "rooted = false\n")
    file = devices(tmp_path, {"unrooted": unrooted})
    reports = tmp_path / "reports"
    line = refused(call(tmp_path, "run", "--devices", file, "--reports", reports, seconds=120))
    (run,) = reports.glob("*Z-unrooted-??????")
    (summary,) = reports.glob("*.json")
    (result,) = (reports / f"{run.name}.derived" / "allure-results").glob("*-result.json")

    assert "unrooted: wanted root" in line
    told = json.loads(summary.read_bytes())
    assert (told["exit_code"], told["runs"]) == (3, [])
    assert "wanted root" in told["errors"][0]["error"]
    assert "wanted root" in json.loads(result.read_bytes())["statusDetails"]["message"]
    (reason,) = [
        item["reason"] for item in lines(run / "data" / "timeline.jsonl") if item["what"] == "refused"
    ]
    assert "wanted root" in reason
    assert not (run / "data" / "judgements.json").exists()
    assert "wanted root" in refused(call(tmp_path, "judge", run))
    assert "as sealed" in call(tmp_path, "verify", run).stdout


@pytest.fixture
def phone(tmp_path):
    made = Phone(tmp_path / "phone", "as-updated-2020-05", "127.0.1.71")
    yield made
    made.close()


def test_a_virtual_handset_gets_no_way_out_by_being_reached_over_adb(phone, tmp_path):
    """Given as a phone, without its cloud: the recorder would have had the whole network before it."""
    file = devices(tmp_path, {"phone": phone.entry(rehearsal=None, canary_domain="example.org")})
    done = call(tmp_path, "run", "--devices", file, "--reports", tmp_path / "reports", seconds=120)

    assert "no way out" in refused(done)
    assert list((tmp_path / "reports").glob("*Z-phone-*/data/exchanges.jsonl")) == []
    assert phone.look() == phone.before


def test_ctrl_c_before_anything_could_be_judged_is_no_refusal(phone):
    run = phone.measure("INC-03")
    run.when(lambda: any(run.reports.glob("*Z-phone-*")), "the run has a folder")
    run.process.send_signal(signal.SIGINT)

    assert run.code == 130, run.output[-3000:]
    assert phone.look() == phone.before


def test_ctrl_c_puts_the_phone_back_and_keeps_the_evidence(phone):
    run = phone.measure("INC-03")
    acting(run, "/permissive/", acts=1)
    changed = phone.look()
    run.process.send_signal(signal.SIGINT)

    assert run.code == 130, run.output[-3000:]
    assert changed != phone.before
    assert phone.look() == phone.before
    assert len(run.lines("phone", "exchanges")) > 20
    assert (run.stored("phone") / "manifest-sha256.txt").exists() or run.summary()["runs"][0]["sealed"]
    judged = run.judgements("phone")
    assert judged
    assert "holds" not in {item["outcome"] for item in judged if item["proposition"] == "INC-03.silent"}
