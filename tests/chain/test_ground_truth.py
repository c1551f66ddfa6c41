"""What the phones say they sent and the cloud says it received, against what was recorded and sighted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chain.suite import BOTH, MINT, Run, devices, lines, one_browser
from tests.chain.truth import VIRTUAL, Truth, expected, strangers

SHIPPED = sorted(path.stem for path in (VIRTUAL / "firmwares").glob("*.toml"))
BATCH = 3
"""Phones that are measured at the same time."""


def compare(run: Run, handsets: tuple[str, ...]) -> dict[str, list[str]]:
    """Every difference between ground truth and recording, by its kind; all lists are empty at best."""
    truths = [Truth(run, handset) for handset in handsets]
    unknown, missing = strangers(truths, lines(run.truth / "cloud" / "arrivals.jsonl"))
    found = {"arrived, not explained": sorted(unknown), "explained, not arrived": sorted(missing)}
    for truth in truths:
        assert len(truth.sent) > 50, "hardly anything was recorded"
        assert any(truth.seen.values())
        found |= {
            f"{truth.handset}: sent, recorded, not sighted": list(truth.unsighted()),
            f"{truth.handset}: sighted, not sent": list(truth.unfounded()),
            f"{truth.handset}: recorded, not sent": list(truth.unsent()),
            f"{truth.handset}: arrived around the recorder, not counted": list(truth.uncovered()),
        }
    return found


def violated(run: Run, handset: str) -> set[str]:
    return {item["proposition"] for item in run.judgements(handset) if item["outcome"] == "violated"}


def test_the_shipped_firmwares_tell_the_truth(measured):
    assert measured.code == 1
    found = compare(measured, BOTH)
    assert not any(found.values()), found


@pytest.mark.parametrize("firmware", BOTH)
def test_the_shipped_firmwares_violate_what_their_behaviours_say(measured, firmware):
    assert violated(measured, firmware) == expected(firmware)


OTHERS = [name for name in SHIPPED if name not in BOTH]


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory):
    """Every other shipped firmware on a phone with one browser, all claims, some phones at a time."""
    runs: dict[str, Run] = {}

    def of(firmware: str) -> Run:
        if firmware not in runs:
            start = OTHERS.index(firmware) // BATCH * BATCH
            batch = OTHERS[start : start + BATCH]
            folder: Path = tmp_path_factory.mktemp("shipped")
            entries = {name: one_browser(folder / "firmwares", name) for name in batch}
            run = Run(folder / "run", "--devices", devices(folder, entries))
            assert run.code in {0, 1, 2}, run.output[-3000:]
            runs.update(dict.fromkeys(batch, run))
        return runs[firmware]

    yield of
    for run in runs.values():
        run.end()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("firmware", OTHERS)
def test_every_other_shipped_firmware_tells_the_truth(firmware, rehearsed):
    start = OTHERS.index(firmware) // BATCH * BATCH
    found = compare(rehearsed(firmware), tuple(OTHERS[start : start + BATCH]))
    assert not any(found.values()), found


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("firmware", OTHERS)
def test_every_other_shipped_firmware_violates_what_its_behaviours_say(firmware, rehearsed):
    run = rehearsed(firmware)
    assert violated(run, firmware) == expected(firmware)
    assert all(item["outcome"] != "holds" for item in run.judgements(firmware) if item["app"] == MINT)
