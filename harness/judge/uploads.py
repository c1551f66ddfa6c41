"""Events of reporting channels and the tokens that they carry, counted by the events' own times."""

from __future__ import annotations

from harness.decode import VendorFormats
from harness.judge.findings import Token, Upload
from harness.judge.outbound import CLEAR, Outbound
from harness.judge.places import Places
from harness.model.sighting import LayerPath, Leaf, ReportedEvent


def public_steps(path: LayerPath) -> tuple[str, ...]:
    """The steps of a path that undo an encoding, in order."""
    return tuple(step for step in path if ":" not in step and "." not in step and step != "body")


class Uploads:
    """Gathers events: one upload per sender, host, channel, name of event, and arm by its own time."""

    def __init__(self, places: Places, formats: VendorFormats) -> None:
        self._places = places
        self._formats = formats
        self._found: dict[tuple[object, ...], Upload] = {}
        self._tokens: dict[tuple[object, ...], Token] = {}

    def add(self, event: ReportedEvent, sent: Outbound) -> None:
        """One more event."""
        message = sent.message
        arm = self._places.arm_of_event(event.time_ms) if event.time_ms is not None else None
        key = (sent.uid, message.host, event.channel, event.name, arm.id if arm else None, message.scheme)
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = Upload(
                uid=sent.uid,
                app=sent.app,
                destination=sent.destination,
                channel=event.channel,
                name=event.name,
                arm=arm.id if arm else None,
                path=event.path,
                exchange=message.exchange,
                steps=public_steps(event.path),
                cleartext=message.scheme in CLEAR,
                timed=event.time_ms is not None,
            )
        if event.time_ms is not None:
            first, last = known.times_ms or (event.time_ms, event.time_ms)
            known.times_ms = (min(first, event.time_ms), max(last, event.time_ms))
        known.count += 1
        known.timed = known.timed and event.time_ms is not None
        known.moments.add(message.time_us)

    def token(self, leaf: Leaf, sent: Outbound) -> None:
        """A leaf of an upload, which may be the token of its sender."""
        field = self._formats.token_field(leaf.path[-1])
        if field is None or not leaf.value:
            return
        session = self._places.session_at(sent.message.time_us, sent.app)
        name = session.id if session else ""
        value = leaf.value.decode("utf-8", "replace")
        key = (sent.uid, field, value, name)
        if key not in self._tokens:
            self._tokens[key] = Token(
                sent.uid, sent.app, field, value, name, sent.destination, sent.message.exchange, leaf.path
            )

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens in the order they were met."""
        return tuple(self._tokens.values())

    def result(self) -> tuple[Upload, ...]:
        """All uploads in the order they were met."""
        return tuple(self._found.values())
