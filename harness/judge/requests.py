"""Requests beside the uploads: in clear, of no known purpose, for a channel's configuration."""

from __future__ import annotations

import hashlib

from harness.judge.findings import Cleartext, Unexplained
from harness.judge.outbound import CLEAR, Outbound
from harness.judge.places import Places
from harness.model.destination import ActRole, Controller
from harness.model.message import Message

CONFIGURATION = "configuration"


class Requests:
    """Gathers requests by sender and host."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._cleartext: dict[tuple[object, ...], Cleartext] = {}
        self._unexplained: dict[tuple[object, ...], Unexplained] = {}
        self._configurations: dict[tuple[int | None, str, str], set[str]] = {}

    def clear(self, sent: Outbound) -> None:
        """A message; kept where it was sent without TLS and not to a neutral service."""
        message = sent.message
        if message.scheme not in CLEAR or sent.by_canary:
            return
        if sent.destination.neutral:
            return
        key = (sent.uid, message.host, bool(message.body))
        if key not in self._cleartext:
            self._cleartext[key] = Cleartext(
                sent.uid, sent.app, sent.destination, message.exchange, message.time_us, len(message.body)
            )

    def account(self, sent: Outbound) -> None:
        """A message that is no upload must be for a page, for a service, or of a known quiet purpose (§4).

        A request of a quiet purpose asks; one with a body tells something, whatever its path is called.
        """
        destination = sent.destination
        quiet = destination.purpose_of(sent.path) is not None and not sent.message.body
        lawful = destination.act_role is not ActRole.NONE or quiet
        if lawful and destination.controller is not Controller.UNKNOWN:
            return
        key = (sent.uid, sent.message.host)
        known = self._unexplained.get(key)
        if known is None:
            known = self._unexplained[key] = Unexplained(
                sent.uid, sent.app, destination, sent.message.exchange
            )
        known.count += 1
        known.moments.add(sent.message.time_us)

    def answered(self, answer: Message, request: Outbound) -> None:
        """An answer; kept where it is the configuration of a channel."""
        if request.destination.purpose_of(request.path) != CONFIGURATION or answer.status is None:
            return
        session = self._places.session_at(answer.time_us, request.app)
        key = (request.uid, answer.host + request.path, session.id if session else "")
        self._configurations.setdefault(key, set()).add(hashlib.sha256(answer.body).hexdigest())

    @property
    def cleartext(self) -> tuple[Cleartext, ...]:
        """Requests without TLS."""
        return tuple(self._cleartext.values())

    @property
    def unexplained(self) -> tuple[Unexplained, ...]:
        """Messages that are no upload, page, service or configuration."""
        return tuple(self._unexplained.values())

    @property
    def configurations(self) -> dict[tuple[int | None, str, str], tuple[str, ...]]:
        """(uid, host and path, session) → digests of the configurations answered there."""
        return {key: tuple(sorted(found)) for key, found in self._configurations.items()}
