"""Whether a sighting is a witness: attributed well enough, and no chance hit (method §3, §6, §7)."""

from __future__ import annotations

from harness.judge.case import Case
from harness.judge.findings import Sighted
from harness.model.destination import ActRole, Controller
from harness.model.planted import PlantedKind

CHANCE_MOST = 1e-6
"""Expected random hits above which a sighting is a candidate and no witness (§7)."""


def convicts(case: Case, sighted: Sighted) -> bool:
    """Whether a sighting is attributed well enough for a violation (law 5, §6, §7)."""
    if sighted.inbound or sighted.by_canary or not sighted.path:
        return False
    if maybe_chance(case, sighted) or ambiguous(case, sighted) or never_alone(case, sighted):
        return False
    destination = sighted.destination
    if destination.act_role is not ActRole.NONE or destination.controller is Controller.UNKNOWN:
        return False
    by_uid = sighted.uid is not None and sighted.uid in case.scope.uids
    foreign = sighted.uid is not None and sighted.uid not in case.scope.uids
    return by_uid or (destination.controller is Controller.VENDOR and not foreign)


def never_alone(case: Case, sighted: Sighted) -> bool:
    """Whether it stands where every lawful connection names its page: that convicts nobody alone (§3)."""
    places = {place.lower() for place in case.acts.never_alone}
    return sighted.place in places or sighted.place.partition(":")[0] in places


def ambiguous(case: Case, sighted: Sighted) -> bool:
    """Whether an observed value may stand there for another reason than the act it was observed in (§3).

    Nobody drew it at random: half of an address is that of many pages, and what was sent before the arm
    began was no secret of it.
    """
    if sighted.planted.kind is not PlantedKind.OBSERVED:
        return False
    opened = [arm.opened_us for arm in case.reading.arms if arm.id == sighted.planted.arm]
    return "half" in sighted.form or not opened or sighted.time_us < opened[0]


def maybe_chance(case: Case, sighted: Sighted) -> bool:
    """Whether a form like this is to be expected by chance among all messages that were searched (§7)."""
    searched = sum(case.reading.examined.values())
    return sighted.chance * max(1, searched) > CHANCE_MOST
