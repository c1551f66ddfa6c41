"""Witnesses of a judgement: one for each exchange, whatever number of values stood in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from harness.judge.findings import Cleartext, Sighted, Token, Upload
from harness.model.destination import Controller
from harness.model.judgement import Value, Witness
from harness.model.lines import ConditionRead
from harness.model.planted import PlantedKind
from harness.model.sighting import LayerPath

PLAIN, EVENT, CLEARTEXT = "plain", "event", "cleartext"
"""Forms: as it is, an event that a reporting channel tells, readable on the way."""
_ANY = (Value((), "", "", ""),)


def of_sighting(sighted: Sighted, detail: str = "") -> Witness:
    """A planted value that was seen; what the handset is known by is never written out."""
    planted = sighted.planted
    shown = planted.part if planted.kind is PlantedKind.IDENTIFIER else planted.value
    return _witness(
        sighted,
        Value(sighted.path, sighted.form, planted.id, shown),
        planted.arm or next(iter(sorted(sighted.arms)), None),
        detail,
    )


def of_upload(upload: Upload, form: str = EVENT, detail: str = "") -> Witness:
    """An event that a reporting channel told."""
    return _witness(
        upload,
        _plain(upload.path, f"{upload.name} ({upload.count} x)", form),
        upload.arm,
        detail or f"events of {upload.channel} whose own time lies in the arm",
    )


def of_token(token: Token) -> Witness:
    """A token that uploads of a session carried."""
    return _witness(
        token,
        _plain(token.path, f"{token.field} = {token.value}"),
        token.session,
        "the token that usage statistics carry",
    )


def of_cleartext(item: Cleartext) -> Witness:
    """A request with a body in clear."""
    return _witness(
        item,
        _plain(("body",), f"{item.body_bytes} bytes of body", CLEARTEXT),
        None,
        "a request with a body over http",
    )


def of_screen(item: ConditionRead, app: str) -> Witness:
    """A condition that a screen of the app offers."""
    shown = _plain(("screen", item.condition), f"“{item.text}”: {item.position}")
    return Witness(item.screen, (shown,), app, "screen", "", "", item.session, "read from the screen")


def grouped(found: Iterable[Witness]) -> tuple[Witness, ...]:
    """The same findings with the values of one exchange together, each once, in the order in which they came.

    Values come together where all else is equal: one sender, one destination, one arm and one detail.
    """
    together: dict[Witness, dict[Value, None]] = {}
    for witness in found:
        values = together.setdefault(replace(witness, values=_ANY), {})
        values.update(dict.fromkeys(witness.values))
    return tuple(replace(place, values=tuple(values)) for place, values in together.items())


def _plain(path: LayerPath, text: str, form: str = PLAIN) -> Value:
    return Value(path, form, "", text)


def _witness(
    found: Sighted | Upload | Token | Cleartext, value: Value, arm: str | None, detail: str
) -> Witness:
    to = found.destination
    by = known_by(found.uid, to.controller)
    return Witness(found.exchange, (value,), found.app, by, to.host, to.controller.value, arm, detail)


def known_by(uid: int | None, controller: Controller) -> str:
    """How a message is tied to an app: its socket, else a vendor-controlled host, else not at all."""
    if uid is not None:
        return "socket"
    return "host" if controller is Controller.VENDOR else "none"
