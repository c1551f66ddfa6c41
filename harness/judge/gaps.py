"""What could not be read, counted by reason, owner, host and place."""

from __future__ import annotations

from harness.judge.attribution import Attribution
from harness.judge.findings import ReadGap
from harness.judge.places import Places
from harness.model.message import GapReason


class Gaps:
    """Gathers gaps; those of nobody known stay apart by connection, so that closure can exclude them."""

    def __init__(self, attribution: Attribution, places: Places) -> None:
        self._attribution = attribution
        self._places = places
        self._found: dict[tuple[object, ...], ReadGap] = {}

    def add(
        self,
        reason: GapReason,
        uid: int | None,
        host: str,
        detail: str,
        time_us: int,
        *,
        exchange: str | None = None,
        connection: str | None = None,
        size: int = 0,
        end_us: int | None = None,
    ) -> None:
        """One more unread thing, from `time_us` to `end_us`."""
        place = self._places.at(time_us)
        key = (reason, uid, host, detail[:80], place, connection if uid is None else None)
        known = self._found.get(key)
        end = time_us if end_us is None else end_us
        if known is None:
            known = self._found[key] = ReadGap(
                reason,
                uid,
                self._attribution.name(uid),
                host,
                detail[:400],
                exchange,
                connection,
                time_us,
                end,
            )
        known.first_us, known.last_us = min(known.first_us, time_us), max(known.last_us, end)
        known.size += size
        known.count += 1

    def result(self) -> tuple[ReadGap, ...]:
        """All gaps in the order they were met."""
        return tuple(self._found.values())
