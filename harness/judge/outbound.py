"""One message that the phone sent, with what is known of it beside its bytes."""

from __future__ import annotations

from dataclasses import dataclass

from harness.model.destination import Destination
from harness.model.message import Message, Transport
from harness.model.sighting import LayerPath

CLEAR = frozenset({"http", "ws", "tcp"})
"""Schemes without TLS; DNS is a network service of its own."""
GREETING = "tls:sni"
"""The step of `harness.decode` to the server's name in a TLS greeting."""
TUNNEL, ADDRESSED = "CONNECT", frozenset({"host", "url", "url.path", "header:host"})
"""The method that opens a tunnel, and where its request names whom it is to lead to (RFC 9110 §9.3.6)."""


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

    def place(self, path: LayerPath) -> str:
        """The place that a layer path of this message stands in, as `features/acts.yaml` writes it.

        It is the first step of the path, but for what stands in a look-up (`dns`), in the greeting of TLS
        (`sni`) or in the address of a tunnel (`connect`), which are places of their own.  A request stays one
        where it looks like a look-up or a greeting: what a sender writes brings nothing out of scope.
        """
        if self.message.transport is Transport.DNS:
            return "dns"
        if self.message.transport is Transport.TCP and GREETING in path:
            return "sni"
        first = path[0].lower() if path else ""
        return "connect" if self.message.method == TUNNEL and first in ADDRESSED else first
