"""About how long a recording takes: from its plan, and while it runs from what of it was done."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ACT_SECONDS, ARM_SECONDS, SESSION_SECONDS = (0.5, 8.0), (1.0, 20.0), (2.0, 60.0)
START_SECONDS = (10.0, 60.0)
"""Wall seconds of an act, of an arm's controls, of a session's beginning, of a run's beginning and end.

Of a virtual handset (measured) and of a phone (estimated).
"""
TRUST_SECONDS = 60.0
"""Planned seconds after which what was measured counts as much as the plan's own figures."""
_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class Stretch:
    """A session as its time goes: app, acts of each arm, seconds of its window on the phone's clock."""

    app: str
    acts: tuple[int, ...]
    window_s: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a handset's clock goes (1 for a phone), and whether it is a virtual one."""

    scale: float = 1.0
    virtual: bool = False


def moments(stretches: Sequence[Stretch], pace: Pace) -> tuple[float, ...]:
    """Wall seconds from the beginning to the end of each arm, and as the last one to the end of the run.

    Sessions follow one another; the closing window of one runs on while other apps are recorded, and is
    waited for before the same app's data are cleared again, and at the end.
    """
    kind = 0 if pace.virtual else 1
    now, closed, found = START_SECONDS[kind], dict[str, float](), []
    for stretch in stretches:
        now = max(now, closed.get(stretch.app, 0)) + SESSION_SECONDS[kind]
        most = max(stretch.acts, default=0)
        for acts in stretch.acts:
            now += ARM_SECONDS[kind] + ACT_SECONDS[kind] * (acts or most)
            found.append(now)
        closed[stretch.app] = now + stretch.window_s / pace.scale
    return (*found, max((now, *closed.values())))


def left(planned: Sequence[float], done: int, at_s: float, now_s: float) -> float:
    """Wall seconds that are left of a run of these moments, of which `done` arms were recorded.

    `at_s` is when the last of them was closed, `now_s` is now, both in seconds from the beginning.  The
    plan's figures are corrected by how long the arms so far really took.
    """
    reached = planned[done - 1] if done else 0.0
    slower = (at_s + TRUST_SECONDS) / (reached + TRUST_SECONDS) if done else 1.0
    return max(0.0, slower * (planned[-1] - reached) - (now_s - at_s))


def words(seconds: float) -> str:
    """`about 40 s`, `about 3 min`, `about 2 h 10 min`."""
    if seconds < 1.5 * _MINUTE:
        return f"about {max(10, math.ceil(seconds / 10) * 10)} s"
    minutes = math.ceil(seconds / _MINUTE)
    hours, rest = divmod(minutes, 60)
    return f"about {minutes} min" if seconds < _HOUR else f"about {hours} h{f' {rest} min' if rest else ''}"
