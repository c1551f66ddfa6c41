"""Rules about encryption: cleartext, TLS versions, and whether a payload is encrypted (method §11)."""

from __future__ import annotations

from harness.judge import alternatives
from harness.judge.absence import judge_absence
from harness.judge.case import Case, attributed_by
from harness.judge.presence import judge_presence
from harness.judge.reading import Upload
from harness.model.destination import ActRole, Controller, Destination
from harness.model.judgement import Judgement, Reason, Value, Witness
from harness.model.planted import PlantedKind

PERSONAL = frozenset({PlantedKind.IDENTIFIER, PlantedKind.CANARY, PlantedKind.OBSERVED})
STATISTICS, COLLECTOR = "usage-statistics", "usage statistics"
"""The parameter `within` of a claim about usage statistics, and how the roles of their collectors begin."""
READABLE = "encoded, not encrypted"
SECRET_STEPS = ("aes",)
"""Steps that undo a cipher; where the key is public the body is still only encoded (§11)."""


def no_cleartext(case: Case) -> Judgement:
    """Rule `no-cleartext`: nothing of the user or the device travels without TLS.

    A witness is an identifier or planted value in clear, or a request with a body in clear, sent by the
    app (or, for claims about all apps, a relay) to a host that is neither addressed page nor neutral.  Of
    a claim about usage statistics, their messages and those to their collectors are witnesses; other
    cleartext leaves it unproven.
    """
    everybody = case.proposition.parameters.get("senders") == "vendor"
    concerned = [
        item
        for item in case.reading.sightings
        if item.cleartext
        and item.planted.kind in PERSONAL
        and case.convicts(item)
        and (everybody or case.ours(item.uid) or item.uid is None)
        and _subject(case, item.destination, item.channel)
    ]
    witnesses = [case.witness(item, "readable by anybody on the way") for item in concerned]
    witnesses += [
        Witness(
            exchange=item.exchange,
            values=(Value(("body",), "cleartext", "", f"{item.body_bytes} bytes of body"),),
            app=item.app,
            app_by=attributed_by(item.uid, item.destination.controller),
            destination=item.destination.host,
            controller=item.destination.controller.value,
            arm=None,
            detail="a request with a body over http",
        )
        for item in case.reading.cleartext
        if item.body_bytes > 0
        and item.destination.controller is Controller.VENDOR
        and _sender(case, item.uid, everybody=everybody)
        and _subject(case, item.destination)
    ]
    doubtful = [
        Reason(
            "cleartext-doubtful",
            f"{item.body_bytes} bytes of body by {item.app or 'nobody known'} to {item.destination.host} "
            f"({item.destination.controller.value}) in {item.exchange}",
        )
        for item in case.reading.cleartext
        if item.body_bytes > 0
        and item.destination.act_role is ActRole.NONE
        and case.scope.covers(item.uid)
        and (case.ours(item.uid) or item.uid is None or everybody)
        and not (
            item.destination.controller is Controller.VENDOR
            and _sender(case, item.uid, everybody=everybody)
            and _subject(case, item.destination)
        )
    ]
    doubtful += [
        Reason(
            "cleartext-doubtful",
            f"{item.planted.part} as {item.form} by {item.app or 'nobody known'} to {item.destination.host} "
            f"in {item.exchange}",
        )
        for item in case.reading.sightings
        if item.cleartext
        and not item.inbound
        and item.planted.kind in PERSONAL
        and item.destination.act_role is ActRole.NONE
        and case.scope.covers(item.uid)
        and (case.ours(item.uid) or item.uid is None or everybody)
        and not (case.convicts(item) and _subject(case, item.destination, item.channel))
    ]
    permissive = tuple(arm for arm in case.arms if arm.kind == "permissive")
    return judge_absence(
        case,
        case.arms,
        tuple(witnesses),
        n=case.acts_done(case.arms, case.proposition.acts),
        permissive_uploads=sum(upload.count for upload in case.uploads_in(permissive)),
        alternatives=alternatives.of_cleartext(witnesses),
        reasons=doubtful,
        observations=tuple(
            f"http without body: {item.app or 'unattributed'} to {item.destination.host}"
            for item in case.reading.cleartext
            if not item.body_bytes and case.scope.covers(item.uid)
        ),
        what="user or device data in clear",
    )


def _sender(case: Case, uid: int | None, *, everybody: bool) -> bool:
    """Whether what that uid sends in clear convicts: the app, or for claims about all apps a relay."""
    return case.ours(uid) or (everybody and uid is not None and case.scope.covers(uid))


def _subject(case: Case, destination: Destination, channel: str | None = None) -> bool:
    """Whether the claim speaks of such a message: of all, or of usage statistics alone."""
    if case.proposition.parameters.get("within") != STATISTICS:
        return True
    return channel is not None or (destination.role or "").startswith(COLLECTOR)


def tls_version(case: Case) -> Judgement:
    """Rule `tls-version`: which TLS version a server and the app settle on, seen without a proxy (§11)."""
    mine = case.reading_name(case.scope.app_uid) if case.scope.app_uid is not None else case.app
    offers = tuple(
        f"{name} offered {', '.join(versions) or 'no version'} ({count} x)"
        for (name, versions), count in sorted(case.reading.offers.items())
        if name == mine
    )
    reasons = [
        Reason("intercepted", "behind a proxy the handshake with the server is the recorder's, not the app's")
    ]
    return judge_presence(
        case, (), reasons, examined=len(offers), what="TLS 1.2 or later", observations=offers
    )


def payload_encrypted(case: Case) -> Judgement:
    """Rule `payload-encrypted`: no uploaded body can be undone with public tools (§11).

    A decoded upload is the witness: "encoded, not encrypted", with the steps that undo it.
    """
    permissive = tuple(arm for arm in case.arms if arm.kind == "permissive")
    uploads = case.uploads_in(case.arms)
    readable = [upload for upload in uploads if upload.destination.controller is Controller.VENDOR]
    witnesses = tuple(
        Witness(
            exchange=upload.exchange,
            values=(Value(upload.path, READABLE, "", f"{upload.name} ({upload.count} x)"),),
            app=upload.app,
            app_by=attributed_by(upload.uid, upload.destination.controller),
            destination=upload.destination.host,
            controller=upload.destination.controller.value,
            arm=upload.arm,
            detail="undone by: " + " > ".join(upload.steps),
        )
        for upload in readable
    )
    return judge_absence(
        case,
        case.arms,
        witnesses,
        n=case.acts_done(case.arms, case.proposition.acts),
        permissive_uploads=sum(upload.count for upload in case.uploads_in(permissive)),
        alternatives=alternatives.of_uploads(case, tuple(readable)),
        what="body that public tools undo",
    )


def channel_encrypted(case: Case) -> Judgement:
    """Rule `channel-encrypted`: every upload travels inside TLS."""
    permissive = tuple(arm for arm in case.arms if arm.kind == "permissive")
    uploads = case.uploads_in(case.arms)
    clear: tuple[Upload, ...] = tuple(upload for upload in uploads if upload.cleartext)
    return judge_absence(
        case,
        case.arms,
        tuple(case.upload_witness(upload) for upload in clear),
        n=case.acts_done(case.arms, case.proposition.acts),
        permissive_uploads=sum(upload.count for upload in case.uploads_in(permissive)),
        alternatives=alternatives.of_uploads(case, clear),
        what="upload outside TLS",
    )
