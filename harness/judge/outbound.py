"""One message that the phone sent, with what is known of it beside its bytes."""

from __future__ import annotations

from dataclasses import dataclass

from harness.model.destination import Destination
from harness.model.message import Message

CLEAR = frozenset({"http", "ws", "tcp"})
"""Schemes without TLS; DNS is a network service of its own."""


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message with its sender's uid and package, destination, answerer and reporting channel."""

    message: Message
    uid: int | None
    app: str | None
    destination: Destination
    answered_by: str
    channel: str | None

    @property
    def path(self) -> str:
        """The path of the request, without its query."""
        return self.message.target.split(b"?", 1)[0].decode("utf-8", "replace")

    @property
    def by_canary(self) -> bool:
        """Whether the recorder itself answered it as a canary site."""
        return self.answered_by == "canary"
