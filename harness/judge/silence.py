"""Rules about silence: no upload at all, and none in the position that a screen calls silent."""

from __future__ import annotations

from harness.judge import alternatives, reporting
from harness.judge.absence import judge_absence
from harness.judge.case import Case
from harness.judge.witnesses import of_sighting, of_upload
from harness.ledger.contract import ConditionName
from harness.ledger.validation import Entry
from harness.model.arm import ArmKind
from harness.model.judgement import Judgement, Reason, Witness
from harness.model.recording import ArmRecord

Arms = tuple[ArmRecord, ...]
CARRIED = "content of these arms in usage statistics"


class Baseline(Entry):
    """`baseline`: a condition and its value (`name=value`) under which the app does not run at all (§4)."""

    baseline: str


class Offered(Entry):
    """`condition`: the name of the condition whose position a screen of the phone tells."""

    condition: ConditionName


def no_upload(case: Case, parameters: Baseline) -> Judgement:
    """Rule `no-upload`: nothing at all is uploaded of the restrictive arms, whatever it says.

    What was planted in them and reaches the vendor in usage statistics is an upload of them, also by a relay.
    """
    arms = case.of_kind(ArmKind.RESTRICTIVE)
    uploads, carried = case.uploads_in(arms), reporting.carried(case, arms)
    witnesses = tuple(of_upload(upload) for upload in uploads)
    witnesses += tuple(of_sighting(item, CARRIED) for item in carried)
    return judge_absence(
        case,
        arms,
        witnesses,
        n=case.acts_done(arms),
        permissive_uploads=reporting.permissive_beside(case, arms),
        alternatives=alternatives.of_uploads(case, uploads) or alternatives.of_content(case, carried),
        reasons=[
            *reporting.doubtful(case, arms),
            *reporting.untimed(case, arms),
            *reporting.unexplained(case, arms),
            *reporting.configuration(case, arms),
            *_baseline(case, parameters.baseline),
        ],
        what="upload of these arms",
    )


def _baseline(case: Case, wanted: str) -> list[Reason]:
    """Claims of "no upload at all" are held against a baseline in which the app does not run (§4)."""
    name, _, value = wanted.partition("=")
    arms = tuple(arm for arm in case.of_kind(ArmKind.BLANK) if arm.key.every.get(name) == value)
    if not arms:
        return [Reason("baseline-missing", f"no arm in which the app was not running ({wanted})")]
    return [
        Reason("upload-in-baseline", f"{upload.name} to {upload.destination.host} in {upload.exchange}")
        for upload in case.uploads_in(arms)
    ]


def silent_position(case: Case, parameters: Offered) -> Judgement:
    """Rule `silent-position`: in the position that the screen calls silent, no restrictive arm uploads.

    Violated where both positions upload; unproven where only the silent one does (the text or our
    reading of it is the wrong way round), or where the other position is silent too.
    """
    arms = case.of_kind(ArmKind.RESTRICTIVE)
    silent, collecting, reasons = _positions(case, arms, parameters.condition)
    idle = case.blanks(silent)
    idling = case.uploads_in(idle)
    usual = {(upload.destination.host, upload.name) for upload in idling}
    caught = tuple(
        upload for upload in case.uploads_in(silent) if (upload.destination.host, upload.name) not in usual
    )
    reasons += [
        Reason("upload-in-blank-arm", f"{upload.name} to {upload.destination.host} in {upload.exchange}")
        for upload in idling
    ]
    carried, elsewhere = reporting.carried(case, silent), reporting.carried(case, collecting)
    collected = case.uploads_in(collecting)
    channels = {(upload.destination.host, upload.channel) for upload in collected}
    channels |= {(item.destination.host, item.channel or "") for item in elsewhere}
    same_channel = sum(
        upload.count
        for upload in case.uploads_in(case.of_kind(ArmKind.PERMISSIVE))
        if (upload.destination.host, upload.channel) in channels
    )
    if not same_channel:
        text = "no read upload in the permissive arms through the same channel"
        reasons.append(Reason("silent-channel", text))
    if not channels:
        reasons.append(Reason("silent-channel", "the other position did not upload either"))
    witnesses: tuple[Witness, ...] = ()
    if (caught or carried) and channels:
        witnesses = tuple(of_upload(upload) for upload in caught)
        witnesses += tuple(of_sighting(item, CARRIED) for item in carried)
    elif caught or carried:
        reasons.append(Reason("polarity-reversed", "only the position that should be silent uploads"))
    sessions = {arm.session for arm in arms}
    return judge_absence(
        case,
        tuple(arm for arm in case.reading.arms if arm in silent or arm in idle),
        witnesses,
        n=case.acts_done(silent),
        permissive_uploads=min(same_channel, sum(item.count for item in collected) + len(elsewhere)),
        alternatives=alternatives.of_uploads(case, caught) or alternatives.of_content(case, carried),
        reasons=[
            *reasons,
            *reporting.doubtful(case, (*silent, *idle)),
            *reporting.untimed(case, silent),
            *reporting.unexplained(case, silent),
            *reporting.configuration(case, (*silent, *collecting)),
        ],
        observations=tuple(
            f"{item.session}: {item.position}: “{item.text}”"
            for item in case.reading.conditions
            if item.condition == parameters.condition and item.session in sessions
        ),
        what="upload in the position that the screen calls silent",
    )


def _positions(case: Case, arms: Arms, name: str) -> tuple[Arms, Arms, list[Reason]]:
    """The arms in the silent position, those in the other, and what is unclear about them."""
    silent: list[ArmRecord] = []
    collecting: list[ArmRecord] = []
    reasons: list[Reason] = []
    for arm in arms:
        reading = case.condition(arm.session, name)
        if reading is None or not reading.offered:
            reasons.append(Reason("condition-missing", f"{arm.session}: no {name} was read from the screen"))
        elif reading.silent is None or reading.position is None:
            reasons.append(Reason("condition-unclear", f"{arm.session}: “{reading.text}” is not understood"))
        elif reading.position == reading.silent:
            silent.append(arm)
        else:
            collecting.append(arm)
    if not silent:
        reasons.append(Reason("arm-missing", "no arm in the silent position"))
    if not collecting:
        reasons.append(Reason("arm-missing", "no arm in the collecting position"))
    return tuple(silent), tuple(collecting), reasons
