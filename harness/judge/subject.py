"""Which messages a claim speaks of: all of them, or those of usage statistics alone."""

from __future__ import annotations

from typing import Literal

from harness.judge.case import Case
from harness.judge.findings import Upload
from harness.judge.reporting import Arms
from harness.ledger.validation import Entry
from harness.model.destination import Destination

COLLECTOR = "usage statistics"
"""How the roles of collectors begin in `features/destinations.yaml`."""

Subject = Literal["usage-statistics"]


class Within(Entry):
    """`within`: the claim speaks of usage statistics alone."""

    within: Subject


class MaybeWithin(Entry):
    """`within`: as above; without it the claim speaks of every message."""

    within: Subject | None = None


def speaks_of(within: Subject | None, destination: Destination, channel: str | None = None) -> bool:
    """Whether a claim speaks of a message to that destination, through that reporting channel."""
    return within is None or channel is not None or (destination.role or "").startswith(COLLECTOR)


def uploads(case: Case, within: Subject, arms: Arms) -> tuple[Upload, ...]:
    """The app's uploads in these arms that a claim speaks of."""
    return tuple(
        upload for upload in case.uploads_in(arms) if speaks_of(within, upload.destination, upload.channel)
    )
