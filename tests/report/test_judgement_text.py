from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from harness.model.claim import Kind
from harness.model.judgement import Alternative, ClosureState, ControlState, Judgement, Origin, Reason
from harness.report.judgement_text import WITNESSES_MOST, headline, judgement_text
from tests.judge.honest import tables
from tests.report.record import KEY, background


def test_a_violation_reads_from_destination_to_value(
    violated: Judgement, golden: Callable[[str, str], None]
) -> None:
    golden("violated.txt", judgement_text(violated))


def test_what_holds_names_its_controls(holding: Judgement, golden: Callable[[str, str], None]) -> None:
    golden("holds.txt", judgement_text(holding))


def test_the_first_sentence_says_what_cannot_be_removed_and_the_origin(
    violated: Judgement, holding: Judgement, unproven: Judgement, not_applicable: Judgement
) -> None:
    for judgement in (violated, holding, unproven, not_applicable):
        first = judgement_text(judgement).splitlines()[0]
        assert first.startswith("Driven with uiautomator2 over USB debugging, which cannot be removed; ")
        assert "instrumented only; REHEARSAL: no external witness" in first
    measured = replace(holding, origin=Origin.MEASUREMENT)
    assert "REHEARSAL" not in judgement_text(measured)


def test_only_figures_that_mean_something_are_printed(
    violated: Judgement, holding: Judgement, unproven: Judgement, not_applicable: Judgement
) -> None:
    assert "could leak unseen" in judgement_text(holding)
    for judgement in (violated, unproven, not_applicable):
        assert "could leak unseen" not in judgement_text(replace(judgement, bound95=0.63))
    presence = replace(holding, kind=Kind.PRESENCE, witnesses=violated.witnesses, window_s=0)
    for text in (judgement_text(presence), judgement_text(not_applicable)):
        assert not any(word in text for word in ("window after", "spikes recovered", "read uploads", "n = "))


def test_a_complete_text_leaves_nothing_out_and_says_equal_things_once(unproven: Judgement) -> None:
    arms = tuple(f"arm-{number}" for number in range(30))
    many = replace(
        unproven,
        arms=arms,
        controls=tuple(ControlState("nonce", arm, seen=True) for arm in arms),
        closure=tuple(ClosureState(arm, "app", "netstats", n, n, n, 0) for n, arm in enumerate(arms)),
        reasons=tuple(Reason("gap-in-scope", f"gap {number % 20}") for number in range(40)),
    )
    text = judgement_text(many, complete=True)

    assert "... and" not in text
    assert text.count("control: seen: nonce; in A1; in A2; ") == 1
    assert text.count("closure: met") == 30
    assert text.count("reason: gap-in-scope: gap ") == 20
    assert "reason: gap-in-scope: gap 19 (2 times)" in text
    assert "reason: ... and 8 more" in judgement_text(many)


def test_many_witnesses_are_counted(violated: Judgement) -> None:
    several = (replace(violated.witnesses[0], exchange=str(n)) for n in range(WITNESSES_MOST + 5))
    many = replace(violated, witnesses=tuple(several))

    assert "... and 5 more witnesses" in judgement_text(many)


def test_many_gaps_are_counted(unproven: Judgement) -> None:
    coverage = replace(unproven.coverage, gaps_in_scope=tuple(f"gap {n}" for n in range(40)))

    assert "gap in scope: ... and 28 more" in judgement_text(replace(unproven, coverage=coverage))


def test_a_provisional_verdict_says_so(violated: Judgement) -> None:
    assert headline(replace(violated, provisional=True)).startswith("VIOLATED (provisional): INC-02.address")


def test_nothing_captured_moves_a_cursor(violated: Judgement, unproven: Judgement) -> None:
    assert not {"\x1b", "\u202e", "\r"} & set(judgement_text(violated) + judgement_text(unproven))


def test_a_text_says_whose_words_it_tests(violated: Judgement) -> None:
    text = judgement_text(violated, background())

    assert tables().ledger.proposition("INC-02.address").text in text
    assert "app: Mi Browser 12.1.4-g (com.mi.globalbrowser)" in text


def test_ids_of_arms_and_sessions_are_words_wherever_the_rules_wrote_them(unproven: Judgement) -> None:
    arm, session = KEY.id, KEY.session.id
    judgement = replace(
        unproven,
        because=f"closure-not-met: {arm}: 3 bytes (and 2 more)",
        reasons=(Reason("data-not-cleared", f"{session} did not start from cleared data"),),
        observations=(f"{session}: off",),
        coverage=replace(unproven.coverage, residue=(f"4 bits in {arm}",), gaps_in_scope=(f"quic in {arm}",)),
        alternatives=(Alternative("ambient traffic", f"the values were planted in {arm} only"),),
    )
    text = judgement_text(judgement, background())
    where = "Mi Browser, in incognito mode, with the switch in its default position"

    assert arm not in text
    assert session not in text
    for line in (
        f"closure-not-met: {where}: 3 bytes (and 2 more)",
        "reason: data-not-cleared: Mi Browser, with the switch in its default position did not start",
        f"gap in scope: quic in {where}",
        f"residue: 4 bits in {where}",
        f"alternative: ambient traffic: excluded: the values were planted in {where} only",
        "observation: Mi Browser, with the switch in its default position: off",
    ):
        assert line in text
