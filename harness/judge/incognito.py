"""Rules about incognito mode: what of the content leaves, whether anything does, what the switch does."""

from __future__ import annotations

from harness.judge import alternatives
from harness.judge.absence import judge_absence
from harness.judge.case import Case
from harness.judge.presence import judge_presence
from harness.judge.reading import Sighted
from harness.model.destination import ActRole, Controller
from harness.model.judgement import Judgement, Reason, Value, Witness
from harness.model.planted import PlantedKind
from harness.model.recording import ArmRecord

CONTENT = frozenset({PlantedKind.CANARY, PlantedKind.OBSERVED})


def content_absence(case: Case) -> Judgement:
    """Rule `content-absence`: no planted part of an incognito act reaches anybody outside its act role."""
    arms = case.of_kind("restrictive")
    mine = {arm.id for arm in arms}
    parts = set(case.proposition.parts)
    concerned = [
        item
        for item in case.reading.sightings
        if item.planted.kind in CONTENT
        and item.planted.arm in mine
        and (not parts or item.planted.part in parts)
        and (not case.proposition.acts or item.planted.act in case.proposition.acts)
    ]
    convicting = [item for item in concerned if case.convicts(item)]
    reasons = [
        *_unknown_controllers(case, concerned),
        *_foreign(case, concerned),
        *_came_back(concerned),
        *_candidates(case, concerned),
    ]
    witnesses = tuple(case.witness(item) for item in convicting)
    return judge_absence(
        case,
        arms,
        witnesses,
        n=case.acts_done(arms, case.proposition.acts),
        permissive_uploads=_permissive(case, arms),
        alternatives=alternatives.of_content(case, convicting),
        reasons=[*reasons, *_unexplained(case, arms), *_configuration(case, arms)],
        what=f"{', '.join(case.proposition.parts) or 'planted content'} outside the act",
    )


def _unknown_controllers(case: Case, concerned: list[Sighted]) -> list[Reason]:
    return [
        Reason(
            "unknown-controller", f"{item.planted.part} reached {item.destination.host} in {item.exchange}"
        )
        for item in concerned
        if not item.inbound
        and item.destination.controller is Controller.UNKNOWN
        and case.scope.covers(item.uid)
    ]


def _foreign(case: Case, concerned: list[Sighted]) -> list[Reason]:
    """Content that reached the vendor by an app out of scope: it convicts nobody, and it is no absence."""
    return [
        Reason("content-by-foreign-app", f"{item.planted.part} by {item.app} in {item.exchange}")
        for item in concerned
        if not item.inbound
        and not case.scope.covers(item.uid)
        and item.destination.controller is Controller.VENDOR
        and item.destination.act_role is ActRole.NONE
    ]


def _came_back(concerned: list[Sighted]) -> list[Reason]:
    """A canary that comes back from outside its act role proves knowledge (method §7).

    What was read from the screen came from there in the first place.
    """
    return [
        Reason("came-back", f"{item.planted.part} came back from {item.destination.host} in {item.exchange}")
        for item in concerned
        if item.inbound
        and item.destination.act_role is ActRole.NONE
        and item.planted.kind is PlantedKind.CANARY
    ]


def _candidates(case: Case, concerned: list[Sighted]) -> list[Reason]:
    ambiguous = [
        Reason("observed-ambiguous", f"{item.planted.part} as {item.form} in {item.exchange}")
        for item in concerned
        if case.ambiguous(item) and item.destination.act_role is ActRole.NONE and not item.inbound
    ]
    return ambiguous + [
        Reason("candidate-only", f"{item.planted.part} as {item.form} in {item.exchange} may be chance")
        for item in concerned
        if case.maybe_chance(item) and item.destination.act_role is ActRole.NONE
    ]


def _permissive(case: Case, arms: tuple[ArmRecord, ...]) -> int:
    """Read uploads through the app's reporting channel in the permissive arms of the same sessions."""
    sessions = {arm.session for arm in arms}
    permissive = tuple(
        arm
        for arm in case.reading.arms
        if arm.app == case.app and arm.kind == "permissive" and (arm.session in sessions or arm in case.arms)
    )
    return sum(upload.count for upload in case.uploads_in(permissive))


def _unexplained(case: Case, arms: tuple[ArmRecord, ...]) -> list[Reason]:
    """Messages of the app to a vendor or unknown host that are neither upload nor configuration nor feed."""
    spans = [case.interval(arm) for arm in arms]
    return [
        Reason(
            "unexplained-upload",
            f"{item.count} x to {item.destination.host} by {item.app or 'nobody known'} ({item.exchange})",
        )
        for item in case.reading.unexplained
        if (case.ours(item.uid) or item.uid is None)
        and any(item.moments.within(start, end) for start, end in spans)
    ]


def _configuration(case: Case, arms: tuple[ArmRecord, ...]) -> list[Reason]:
    """The channel's server configuration: read in each session, and the same in all of them (method §8)."""
    sessions = {arm.session for arm in arms}
    found = {
        (place, session): digests
        for (uid, place, session), digests in case.reading.configurations.items()
        if case.ours(uid) and session in sessions
    }
    places = sorted({place for place, _ in found})
    common = [place for place in places if {known for other, known in found if other == place} >= sessions]
    reasons = [
        Reason("configuration-unread", f"no server configuration of the channel was read in {session}")
        for session in sorted(sessions)
        if session not in {known for _, known in found}
    ]
    if places and not reasons and not common:
        reasons.append(Reason("configuration-unread", "none was read from one place in every session"))
    for place in places:
        digests = {digest for (other, _), several in found.items() if other == place for digest in several}
        if len(digests) > 1:
            reasons.append(Reason("configuration-changed", f"{place} answered {len(digests)} different ones"))
    return reasons


def no_upload(case: Case) -> Judgement:
    """Rule `no-upload`: nothing at all is uploaded of an incognito session, whatever it says.

    What was planted in it and reaches the vendor in usage statistics is an upload of it, also by a relay.
    """
    arms = case.of_kind("restrictive")
    uploads, carried = case.uploads_in(arms), _reported(case, arms)
    witnesses = tuple(case.upload_witness(upload) for upload in uploads)
    witnesses += tuple(case.witness(item, "content of incognito in usage statistics") for item in carried)
    return judge_absence(
        case,
        arms,
        witnesses,
        n=case.acts_done(arms, case.proposition.acts),
        permissive_uploads=_permissive(case, arms),
        alternatives=alternatives.of_uploads(case, uploads) or alternatives.of_content(case, carried),
        reasons=[
            *case.doubtful_uploads(arms),
            *_untimed(case, arms),
            *_unexplained(case, arms),
            *_configuration(case, arms),
            *_not_running(case),
        ],
        what="upload of an incognito session",
    )


def _not_running(case: Case) -> list[Reason]:
    """Claims of "no upload at all" are held against a baseline in which the app does not run (§4)."""
    if any(arm.app == case.app and ("app", "not-running") in arm.consent for arm in case.reading.arms):
        return []
    return [Reason("baseline-missing", "no arm in which the app was not running")]


def _untimed(case: Case, arms: tuple[ArmRecord, ...]) -> list[Reason]:
    """Uploads seen in an arm's interval, of which nobody knows what they tell.

    They have no time of their own, or one at which the app had not begun or that was still to come: what
    the suspect writes brings nothing out of scope.
    """
    spans = [case.interval(arm) for arm in arms]
    mine = [session for session in case.reading.sessions.values() if session.app == case.app]
    first = min((session.phone_opened_ms for session in mine), default=0)
    ends = [session.phone_closed_ms for session in mine if session.phone_closed_ms is not None]
    last = max(ends, default=0)

    def believable(times_ms: tuple[int, int] | None) -> bool:
        return times_ms is not None and first <= times_ms[0] and times_ms[1] <= last

    return [
        Reason("untimed-upload", f"{upload.name} to {upload.destination.host} in {upload.exchange}")
        for upload in case.reading.uploads
        if not (upload.timed and believable(upload.times_ms))
        and case.scope.covers(upload.uid)
        and any(upload.moments.within(start, end) for start, end in spans)
    ]


def switch_present(case: Case) -> Judgement:
    """Rule `switch-present`: the settings screen offers the switch."""
    readings = [item for item in case.reading.switches if item.session in {arm.session for arm in case.arms}]
    witnesses = tuple(
        Witness(
            exchange=item.screen,
            values=(
                Value(
                    ("screen", "enhanced-incognito-mode"), "plain", "", f"“{item.summary}”: {item.position}"
                ),
            ),
            app=case.app,
            app_by="socket",
            destination="",
            controller="",
            arm=item.session,
            detail="read from the settings screen",
        )
        for item in readings
        if item.exists
    )
    reasons = [] if readings else [Reason("screen-unread", "the settings screen was never read")]
    return judge_presence(case, witnesses, reasons, examined=len(readings), what="the switch on the screen")


def silent_position(case: Case) -> Judgement:
    """Rule `silent-position`: in the position that the screen calls silent, incognito uploads nothing.

    Violated where both positions upload; unproven where only the silent one does (the text or our
    reading of it is the wrong way round), or where the other position is silent too.
    """
    arms = case.of_kind("restrictive")
    silent, collecting, reasons = _positions(case, arms)
    idle = tuple(
        arm
        for arm in case.reading.arms
        if arm.kind == "blank" and arm.session in {item.session for item in silent}
    )
    idling = case.uploads_in(idle)
    usual = {(upload.destination.host, upload.name) for upload in idling}
    caught = tuple(
        upload for upload in case.uploads_in(silent) if (upload.destination.host, upload.name) not in usual
    )
    reasons += [
        Reason("upload-in-blank-arm", f"{upload.name} to {upload.destination.host} in {upload.exchange}")
        for upload in idling
    ]
    carried, elsewhere = _reported(case, silent), _reported(case, collecting)
    collected = case.uploads_in(collecting)
    channels = {(upload.destination.host, upload.channel) for upload in collected}
    channels |= {(item.destination.host, item.channel or "") for item in elsewhere}
    normal = tuple(arm for arm in case.arms if arm.kind == "permissive")
    same_channel = sum(
        upload.count
        for upload in case.uploads_in(normal)
        if (upload.destination.host, upload.channel) in channels
    )
    if not same_channel:
        reasons.append(Reason("silent-channel", "no read upload in normal mode through the same channel"))
    if not channels:
        reasons.append(Reason("silent-channel", "the other position did not upload either"))
    witnesses: tuple[Witness, ...] = ()
    if (caught or carried) and channels:
        witnesses = tuple(case.upload_witness(upload) for upload in caught)
        witnesses += tuple(case.witness(item, "content of incognito in usage statistics") for item in carried)
    elif caught or carried:
        reasons.append(Reason("polarity-reversed", "only the position that should be silent uploads"))
    watched = tuple(arm for arm in case.arms if arm.session in {item.session for item in silent})
    return judge_absence(
        case,
        tuple(arm for arm in watched if arm.kind in {"restrictive", "blank"}),
        witnesses,
        n=case.acts_done(silent, case.proposition.acts),
        permissive_uploads=min(same_channel, sum(item.count for item in collected) + len(elsewhere)),
        alternatives=alternatives.of_uploads(case, caught) or alternatives.of_content(case, carried),
        reasons=[
            *reasons,
            *case.doubtful_uploads((*silent, *idle)),
            *_untimed(case, silent),
            *_unexplained(case, silent),
            *_configuration(case, (*silent, *collecting)),
        ],
        observations=tuple(
            f"{item.session}: {item.position}: “{item.summary}”"
            for item in case.reading.switches
            if item.session in {arm.session for arm in arms}
        ),
        what="upload from incognito in the position that the screen calls silent",
    )


def _reported(case: Case, arms: tuple[ArmRecord, ...]) -> list[Sighted]:
    """Content of these arms in usage statistics that a relay sent, or nobody known."""
    ids = {arm.id for arm in arms}
    return [
        item
        for item in case.reading.sightings
        if item.planted.kind in CONTENT
        and item.planted.arm in ids
        and item.channel is not None
        and not case.ours(item.uid)
        and case.convicts(item)
    ]


def _positions(
    case: Case, arms: tuple[ArmRecord, ...]
) -> tuple[tuple[ArmRecord, ...], tuple[ArmRecord, ...], list[Reason]]:
    """The arms in the silent position, those in the other, and what is unclear about them."""
    silent: list[ArmRecord] = []
    collecting: list[ArmRecord] = []
    reasons: list[Reason] = []
    for arm in arms:
        reading = case.switch(arm.session)
        if reading is None or not reading.exists:
            reasons.append(Reason("switch-missing", f"{arm.session}: no switch was read"))
        elif reading.silent_position is None or reading.position is None:
            reasons.append(Reason("switch-unclear", f"{arm.session}: “{reading.summary}” is not understood"))
        elif reading.position == reading.silent_position:
            silent.append(arm)
        else:
            collecting.append(arm)
    if not silent:
        reasons.append(Reason("arm-missing", "no arm in the silent position"))
    if not collecting:
        reasons.append(Reason("arm-missing", "no arm in the collecting position"))
    return tuple(silent), tuple(collecting), reasons
