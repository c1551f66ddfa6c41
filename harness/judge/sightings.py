"""Planted values that were seen, counted by value, form, place, sender and destination."""

from __future__ import annotations

import re
from collections.abc import Mapping

from harness.decode import VendorFormats
from harness.judge.findings import Sighted
from harness.judge.outbound import CLEAR, Outbound
from harness.judge.places import Places
from harness.model.message import Direction
from harness.model.planted import Planted
from harness.model.sighting import LayerPath, Sighting


def general_path(path: LayerPath) -> LayerPath:
    """The path with list positions left out: the same field of another event is the same place."""
    return tuple(re.sub(r"\[\d+\]", "[*]", step) for step in path)


class Sightings:
    """Gathers sightings; of those that repeat the first stands for all."""

    def __init__(self, planted: Mapping[str, Planted], places: Places, formats: VendorFormats) -> None:
        self._planted = planted
        self._formats = formats
        self._places = places
        self._found: dict[tuple[object, ...], Sighted] = {}

    def add(self, sighting: Sighting, sent: Outbound) -> None:
        """One more sighting, in a message of either direction."""
        message = sent.message
        inbound = sighting.direction is Direction.IN
        key = (
            message.scheme in CLEAR,
            sighting.planted,
            sighting.form,
            general_path(sighting.path),
            sent.uid,
            message.host,
            inbound,
        )
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = Sighted(
                planted=self._planted[sighting.planted],
                form=sighting.form,
                path=sighting.path,
                uid=sent.uid,
                app=sent.app,
                destination=sent.destination,
                inbound=inbound,
                cleartext=message.scheme in CLEAR,
                by_canary=sent.by_canary,
                exchange=message.exchange,
                time_us=message.time_us,
                channel=sent.channel,
                chance=sighting.chance,
                place=sent.place(sighting.path),
                token=next(filter(None, map(self._formats.token_field, sighting.path)), None),
            )
        known.count += 1
        known.chance = max(known.chance, sighting.chance)
        arm = self._places.arm_at(message.time_us)
        if arm:
            known.arms.add(arm.id)

    def result(self) -> tuple[Sighted, ...]:
        """All sightings in the order they were met."""
        return tuple(self._found.values())
