"""Rules about encryption: cleartext, TLS versions, and whether a payload is encrypted (method §11)."""

from __future__ import annotations

from typing import Literal

from harness.judge import alternatives, reporting
from harness.judge.absence import judge_absence
from harness.judge.case import Case
from harness.judge.conviction import convicts
from harness.judge.findings import Cleartext, Sighted
from harness.judge.presence import judge_presence
from harness.judge.subject import MaybeWithin, Within, speaks_of, uploads
from harness.judge.witnesses import of_cleartext, of_sighting, of_upload
from harness.model.destination import ActRole, Controller
from harness.model.judgement import Judgement, Reason
from harness.model.planted import PlantedKind

PERSONAL = frozenset({PlantedKind.IDENTIFIER, PlantedKind.CANARY, PlantedKind.OBSERVED})
READABLE = "encoded, not encrypted"
VERSIONS = ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
"""Versions as the recorder names them, the oldest first."""


class Clear(MaybeWithin):
    """`senders`: whose cleartext convicts, that of the app alone or that of all the vendor's apps."""

    senders: Literal["app", "vendor"] = "app"


class Lowest(Within):
    """`lowest`: the oldest version of TLS that the claim allows."""

    lowest: Literal["TLSv1.2", "TLSv1.3"]


def no_cleartext(case: Case, parameters: Clear) -> Judgement:
    """Rule `no-cleartext`: nothing of the user or the device travels without TLS.

    A witness is an identifier or planted value in clear, or a request with a body in clear, sent by the
    app (or, for claims about all apps, a relay) to a host that is neither addressed page nor neutral.  Of
    a claim about usage statistics, their messages and those to their collectors are witnesses; other
    cleartext leaves it unproven.
    """
    within, everybody = parameters.within, parameters.senders == "vendor"

    def concerns(uid: int | None) -> bool:
        return everybody or case.ours(uid) or uid is None

    def value_convicts(item: Sighted) -> bool:
        return convicts(case, item) and speaks_of(within, item.destination, item.channel)

    def body_convicts(item: Cleartext) -> bool:
        relay = everybody and item.uid is not None and case.scope.covers(item.uid)
        return (
            item.destination.controller is Controller.VENDOR
            and (case.ours(item.uid) or relay)
            and speaks_of(within, item.destination)
        )

    values = [
        item
        for item in case.reading.sightings
        if item.cleartext and item.planted.kind in PERSONAL and concerns(item.uid)
    ]
    bodies = [item for item in case.reading.cleartext if item.body_bytes > 0]
    witnesses = [
        of_sighting(item, "readable by anybody on the way") for item in values if value_convicts(item)
    ]
    witnesses += [of_cleartext(item) for item in bodies if body_convicts(item)]
    doubtful = [
        Reason(
            "cleartext-doubtful",
            f"{item.body_bytes} bytes of body by {item.app or 'nobody known'} to {item.destination.host} "
            f"({item.destination.controller.value}) in {item.exchange}",
        )
        for item in bodies
        if item.destination.act_role is ActRole.NONE
        and case.scope.covers(item.uid)
        and concerns(item.uid)
        and not body_convicts(item)
    ]
    doubtful += [
        Reason(
            "cleartext-doubtful",
            f"{item.planted.part} as {item.form} by {item.app or 'nobody known'} to {item.destination.host} "
            f"in {item.exchange}",
        )
        for item in values
        if not item.inbound
        and item.destination.act_role is ActRole.NONE
        and case.scope.covers(item.uid)
        and not value_convicts(item)
    ]
    return judge_absence(
        case,
        case.arms,
        tuple(witnesses),
        n=case.acts_done(case.arms),
        permissive_uploads=reporting.permissive(case),
        alternatives=alternatives.of_cleartext(witnesses),
        reasons=doubtful,
        observations=tuple(
            f"http without body: {item.app or 'unattributed'} to {item.destination.host}"
            for item in case.reading.cleartext
            if not item.body_bytes and case.scope.covers(item.uid)
        ),
        what="user or device data in clear",
    )


def tls_version(case: Case, parameters: Lowest) -> Judgement:
    """Rule `tls-version`: which TLS version a server and the app settle on, seen without a proxy (§11).

    What the app merely offers is an observation, also where it is below the lowest version allowed.
    """
    lowest = VERSIONS.index(parameters.lowest)
    offers = [
        item
        for item in case.reading.offers
        if case.ours(item.uid) and speaks_of(parameters.within, item.destination)
    ]
    seen = []
    for item in offers:
        below = [name for name in item.versions if name in VERSIONS[:lowest]]
        text = f"{case.app} offered {item.destination.host} {', '.join(item.versions) or 'no version'}"
        seen.append(f"{text} ({item.count} x)" + (f", below {parameters.lowest}" if below else ""))
    reasons = [
        Reason("intercepted", "behind a proxy the handshake with the server is the recorder's, not the app's")
    ]
    return judge_presence(
        case,
        (),
        reasons,
        examined=len(offers),
        what=f"{parameters.lowest} or later",
        observations=tuple(sorted(seen)),
    )


def payload_encrypted(case: Case, parameters: Within) -> Judgement:
    """Rule `payload-encrypted`: no uploaded body can be undone with public tools (§11).

    A decoded upload is the witness: "encoded, not encrypted", with the steps that undo it.  One that others
    than the vendor collect is no witness, and no payload that nobody can read.
    """
    found = uploads(case, parameters.within, case.arms)
    readable = tuple(upload for upload in found if upload.destination.controller is Controller.VENDOR)
    return judge_absence(
        case,
        case.arms,
        tuple(of_upload(item, READABLE, "undone by: " + " > ".join(item.steps)) for item in readable),
        n=case.acts_done(case.arms),
        permissive_uploads=reporting.permissive(case),
        alternatives=alternatives.of_uploads(case, readable),
        reasons=[
            Reason("readable-elsewhere", f"{item.name} to {item.destination.host} in {item.exchange}")
            for item in found
            if item not in readable
        ],
        what="body that public tools undo",
    )


def channel_encrypted(case: Case, parameters: Within) -> Judgement:
    """Rule `channel-encrypted`: every upload travels inside TLS."""
    clear = tuple(item for item in uploads(case, parameters.within, case.arms) if item.cleartext)
    return judge_absence(
        case,
        case.arms,
        tuple(of_upload(upload) for upload in clear),
        n=case.acts_done(case.arms),
        permissive_uploads=reporting.permissive(case),
        alternatives=alternatives.of_uploads(case, clear),
        what="upload outside TLS",
    )
