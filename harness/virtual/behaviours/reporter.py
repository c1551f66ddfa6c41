"""What apps tell what happened; every behaviour that wants it takes its part."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.virtual.behaviours.conditions import met
from harness.virtual.behaviours.filling import Values
from harness.virtual.behaviours.model import Behaviour, Event
from harness.virtual.behaviours.occasions import Occasion, Standing
from harness.virtual.behaviours.outbox import Outbox
from harness.virtual.net.messages import Response
from harness.virtual.net.network import Network
from harness.virtual.phone import Phone


class Reporter:
    """The behaviours of one phone at work."""

    def __init__(self, phone: Phone, network: Network, behaviours: Sequence[Behaviour]) -> None:
        self._phone = phone
        self._boxes = [
            Outbox(phone, network, behaviour, package)
            for behaviour in behaviours
            for package in behaviour.apps
            if phone.packages.get(package) is not None
        ]

    def happened(self, occasion: Occasion) -> None:
        """Queue the events that this occasion gives; they leave when they are due."""
        for box, event in self._interested(occasion):
            box.add(event, self._values(box, occasion))

    async def fetch(self, occasion: Occasion) -> Response | None:
        """Send at once what this occasion gives and return the first answer; None where nothing was sent.

        For requests whose answer the app needs: the feed, a configuration.  Raises NetworkError.
        """
        for box, event in self._interested(occasion):
            body = box.body(event, self._values(box, occasion))
            row = {"name": event.name, "value": "", "forms": [], "body": body, "json": event.text is None}
            return await box.send([row])
        return None

    def started(self, package: str, standing: Callable[[], Standing]) -> None:
        """An app's process came to life: what it had not sent leaves, its timers start."""
        for box in self._of(package):
            box.resume()
            for event in box.behaviour.events:
                if event.trigger == "timer":
                    self._phone.task(self._repeat(box, event, standing), box.sender)
                elif event.trigger == "idle":
                    self._phone.task(self._wait(box, event, standing), box.sender)

    def booted(self) -> None:
        """The phone came up: apps that start at boot report it, before anybody consented to anything."""
        for package in dict.fromkeys(box.package for box in self._boxes):
            self.happened(Occasion("boot", Standing(package, consent=False)))

    def background(self, package: str) -> None:
        """The app went to the background: its clients flush."""
        for box in self._of(package):
            box.background()

    def stopped(self, package: str) -> None:
        """The app was stopped."""
        for box in self._boxes:
            if package in {box.package, box.sender}:
                box.stopped()

    def _of(self, package: str) -> list[Outbox]:
        return [box for box in self._boxes if box.package == package]

    def _interested(self, occasion: Occasion) -> list[tuple[Outbox, Event]]:
        standing = occasion.standing
        return [
            (box, event)
            for box in self._of(standing.package)
            for event in box.behaviour.events
            if event.trigger == occasion.trigger and self._allowed(box, event, standing)
        ]

    def _allowed(self, box: Outbox, event: Event, standing: Standing) -> bool:
        return met(event.when or box.behaviour.when, standing, self._phone)

    def _values(self, box: Outbox, occasion: Occasion) -> Values:
        values = Values(self._phone, box.package, occasion.facts)
        box.give_token(values)
        return values

    async def _repeat(self, box: Outbox, event: Event, standing: Callable[[], Standing]) -> None:
        while True:
            await self._phone.clock.sleep(event.every_s)
            self._fire(box, event, standing, "timer")

    async def _wait(self, box: Outbox, event: Event, standing: Callable[[], Standing]) -> None:
        await self._phone.clock.sleep(event.after_s)
        self._fire(box, event, standing, "idle")

    def _fire(self, box: Outbox, event: Event, standing: Callable[[], Standing], trigger: str) -> None:
        occasion = Occasion(trigger, standing())
        if self._allowed(box, event, occasion.standing):
            box.add(event, self._values(box, occasion))
