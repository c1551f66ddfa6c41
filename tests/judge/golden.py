"""The golden runs: `python -m tests.judge.golden` writes them anew, for a person to review by eye.

Each folder of `tests/samples/judge/` is a whole stored run, `data/` as the bench writes it (exchanges, arms,
plan, the ledger's entries), and beside it `judgements.txt`: what the rules of today say of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from harness.model.judgement import Judgement, Outcome
from harness.ruling.final import judge_stored
from tests.judge.honest import told
from tests.judge.stored import Desk

SAMPLES = Path(__file__).parents[1] / "samples" / "judge"
TEXT = "judgements.txt"
CLAIMS = ("INC-02", "INC-03", "INC-04", "ANON-01", "ANON-02", "ENC-01", "ENC-02", "ENC-03")
QUIET, LOUD = frozenset[str](), frozenset({"collecting", "silent"})
ANDROID_ID = "e89733bec180b224"
BROWSED = (("visit", 2), ("search", 2), ("news", 0))


def silent_in_both_positions() -> Desk:
    """Nothing of the restrictive arms is sent; normal use is reported, with a new token each time."""
    return told(claims=CLAIMS, incognito_uploads=QUIET, baseline=True, counts=BROWSED, push=False)


def silent_where_the_screen_says() -> Desk:
    """The position that says so is silent, the other one reports."""
    return told(claims=CLAIMS, counts=BROWSED)


def everything_reported_in_clear() -> Desk:
    """Both positions report, without TLS, under a token that is the phone's android_id and never changes."""
    return told(
        claims=CLAIMS,
        incognito_uploads=LOUD,
        identity=ANDROID_ID,
        identifiers=(("android_id", ANDROID_ID),),
        scheme="http",
    )


def restricted_in_normal_mode() -> Desk:
    """Arms of normal mode that the scenario calls restrictive, and their content is reported."""
    desk = told(claims=("INC-04",)).copy()
    for lines in desk.lines.values():
        for line in lines:
            line.update(
                {
                    name: line[name].replace("/mode=incognito", "/mode=normal")
                    for name in ("arm", "place")
                    if isinstance(line.get(name), str)
                }
            )
    plan = desk.documents["plan.json"]
    for entry in (*plan["parts"], *plan["sessions"]):
        entry["arms"] = [arm.replace("/mode=incognito", "/mode=normal") for arm in entry["arms"]]
    return desk


def nothing_offered_and_no_token() -> Desk:
    """The settings have no such switch, and the fields of the token are empty."""
    return told(claims=("INC-03", "ANON-02"), offered=False, tokens=False)


def broken_off() -> Desk:
    """The phone was lost in each arm: neither a silence nor a screen without the switch is shown."""
    desk = told(claims=CLAIMS, incognito_uploads=QUIET, normal_uploads=False, offered=False).copy()
    for line in desk.find("timeline", what="arm-closed"):
        line["aborted"] = "the phone was lost"
    return desk


RUNS: Mapping[str, Callable[[], Desk]] = {
    make.__name__.replace("_", "-"): make
    for make in (
        silent_in_both_positions,
        silent_where_the_screen_says,
        everything_reported_in_clear,
        restricted_in_normal_mode,
        nothing_offered_and_no_token,
        broken_off,
    )
}


def in_text(judgements: Iterable[Judgement]) -> str:
    """What a person reviews: outcome, what it rests on, reasons and witnesses, part by part."""
    return "\n".join(line for item in judgements for line in _lines(item)) + "\n"


def _lines(item: Judgement) -> Iterator[str]:
    yield f"{item.proposition} {item.app}: {item.outcome.value} by {item.rule}"
    yield f"  {item.because}"
    if item.outcome is not Outcome.NOT_APPLICABLE:
        for name, several in groupby(sorted(item.reasons, key=attrgetter("id")), attrgetter("id")):
            details = [reason.detail for reason in several]
            yield f"  reason {name}, {len(details)} x: {details[0]}"
    for witness in item.witnesses:
        yield f"  witness {witness.exchange} by {witness.app} ({witness.app_by}) to {witness.destination}"
        for value in witness.values:
            yield f"    {value.form} at {' > '.join(value.path)}: {value.value}"


def main() -> None:
    """Write every run and its judgements."""
    shutil.rmtree(SAMPLES, ignore_errors=True)
    for name, make in RUNS.items():
        folder = make().write(SAMPLES / name)
        (folder / TEXT).write_text(in_text(judge_stored(folder)), "utf-8")


if __name__ == "__main__":
    main()
