"""Where in a run a moment lies: arms and sessions by the bench's clock and by the phone's."""

from __future__ import annotations

from harness.model.recording import ArmRecord, SessionRecord


class Places:
    """The arms and sessions of a run; arms follow each other, sessions of different apps overlap.

    Of several arms the one that was opened last counts: one that was never closed ends with the next.
    """

    def __init__(self, arms: tuple[ArmRecord, ...], sessions: tuple[SessionRecord, ...]) -> None:
        self._latest = tuple(reversed(arms))
        self._sessions = sessions

    def arm_at(self, time_us: int) -> ArmRecord | None:
        """The arm at a moment of the bench's clock."""
        for arm in self._latest:
            if arm.opened_us <= time_us and (arm.closed_us is None or time_us <= arm.closed_us):
                return arm
        return None

    def arm_of_event(self, time_ms: int) -> ArmRecord | None:
        """The arm at a moment of the phone's clock."""
        for arm in self._latest:
            closed = arm.phone_closed_ms
            if arm.phone_opened_ms <= time_ms and (closed is None or time_ms <= closed):
                return arm
        return None

    def session_at(self, time_us: int, app: str | None) -> SessionRecord | None:
        """The session of an app at a moment of the bench's clock."""
        for session in self._sessions:
            if session.app == app and _inside(session, time_us):
                return session
        return None

    def at(self, time_us: int) -> tuple[str, ...]:
        """The id of the arm at that moment, else those of the sessions whose closing window it is in."""
        arm = self.arm_at(time_us)
        if arm:
            return (arm.id,)
        return tuple(session.id for session in self._sessions if _inside(session, time_us))


def _inside(session: SessionRecord, time_us: int) -> bool:
    return session.opened_us <= time_us and (session.closed_us is None or time_us <= session.closed_us)
