"""One case: a proposition about one app, with the arms, scope and reading it is judged on.

The pieces that every rule of absence needs stand here, each once: interval, gaps and residue in scope,
controls, closure, n, bound.  Section numbers are those of the method.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.judge.reading import ReadGap, Reading, Sighted, Upload
from harness.judge.scope import Scope, scope_of
from harness.model.arm import ArmKey
from harness.model.claim import Claim, Grade, Proposition
from harness.model.destination import ActRole, Controller
from harness.model.judgement import Origin, Reason, Value, Witness
from harness.model.planted import PlantedKind
from harness.model.recording import APKS, ArmRecord, SessionRecord, SwitchReading

CHANCE_MOST = 1e-6
"""Expected random hits above which a sighting is a candidate and no witness (§7)."""
CARRIED = frozenset({PlantedKind.CANARY, PlantedKind.OBSERVED})
"""What acts carry."""
SIGNALS_LEAST = {"incognito": 2}
"""Signals of different kinds that an arm's mode takes: a marker on the screen, and what came of it (§4)."""
BOTH_ENDS = 2
"""Readings that prove what must not change in an arm: one at either end (§5, §12)."""
NEVER_ALONE = ("host:sni", "dns", "header:referer", "header:Referer", "connect")
"""Places that convict nobody by themselves (§3)."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule is given."""

    claim: Claim
    proposition: Proposition
    app: str
    scenario: str
    grade: Grade
    origin: Origin
    reading: Reading
    needed: tuple[ArmKey, ...]
    scope: Scope = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scope", scope_of(self.app, self.reading.facts.packages))

    @property
    def arms(self) -> tuple[ArmRecord, ...]:
        """The recorded arms that the proposition needs, in the order of recording."""
        wanted = {key.id for key in self.needed}
        return tuple(arm for arm in self.reading.arms if arm.id in wanted)

    def missing(self) -> tuple[str, ...]:
        """Ids of needed arms that the run lacks."""
        recorded = {arm.id for arm in self.reading.arms}
        return tuple(key.id for key in self.needed if key.id not in recorded)

    def of_kind(self, *kinds: str) -> tuple[ArmRecord, ...]:
        """The needed arms of these kinds."""
        return tuple(arm for arm in self.arms if arm.kind in kinds)

    def session(self, arm: ArmRecord) -> SessionRecord | None:
        """The session that an arm belongs to."""
        return self.reading.sessions.get(arm.session)

    def switch(self, session: str) -> SwitchReading | None:
        """The last reading of the app's switch in that session."""
        found = [item for item in self.reading.switches if item.session == session]
        return found[-1] if found else None

    def interval(self, arm: ArmRecord) -> tuple[int, int]:
        """From an arm's opening to the end of its session's closing window, in UTC microseconds."""
        session = self.session(arm)
        end = session.closed_us if session and session.closed_us is not None else arm.closed_us
        return arm.opened_us, end if end is not None else 1 << 62

    def acts_done(self, arms: tuple[ArmRecord, ...], names: tuple[str, ...]) -> int:
        """How many of these acts were carried out in these arms and carried a value that was seen (§9).

        Arms with something suspended show how the phone is closed, not how it behaves: they do not count.
        """
        seen = self._acts_seen()
        ids = {arm.id for arm in arms if not arm.suspended}
        return sum(
            (act.arm, act.act, act.number) in seen
            for act in self.reading.acts
            if act.arm in ids and act.act in names and act.outcome == "done"
        )

    def _acts_seen(self) -> set[tuple[str | None, str | None, int | None]]:
        """(arm, act, number) of every act of which a planted value was sent anywhere."""
        return {
            (item.planted.arm, item.planted.act, item.planted.number)
            for item in self.reading.sightings
            if not item.inbound and item.planted.kind in CARRIED
        }

    def reading_name(self, uid: int) -> str:
        """The packages of a uid for people."""
        names = [package.name for package in self.reading.facts.packages if package.uid == uid]
        return "+".join(names) or f"uid:{uid}"

    def ours(self, uid: int | None) -> bool:
        """Whether that uid is the app itself."""
        return uid is not None and uid == self.scope.app_uid

    def convicts(self, sighted: Sighted) -> bool:
        """Whether a sighting is attributed well enough for a violation (law 5, §6, §7)."""
        if sighted.inbound or sighted.answered_by == "canary":
            return False
        if self.maybe_chance(sighted) or self.ambiguous(sighted):
            return False
        if not sighted.path or sighted.path[0] in NEVER_ALONE:
            return False
        destination = sighted.destination
        if destination.act_role is not ActRole.NONE or destination.controller is Controller.UNKNOWN:
            return False
        by_uid = sighted.uid is not None and sighted.uid in self.scope.uids
        foreign = sighted.uid is not None and sighted.uid not in self.scope.uids
        return by_uid or (destination.controller is Controller.VENDOR and not foreign)

    def ambiguous(self, sighted: Sighted) -> bool:
        """Whether an observed value may stand there for another reason than the act it was observed in (§3).

        Nobody drew it at random: half of an address is that of many pages, and what was sent before the arm
        began was no secret of it.
        """
        if sighted.planted.kind is not PlantedKind.OBSERVED:
            return False
        opened = [arm.opened_us for arm in self.reading.arms if arm.id == sighted.planted.arm]
        return "half" in sighted.form or not opened or sighted.time_us < opened[0]

    def maybe_chance(self, sighted: Sighted) -> bool:
        """Whether a form like this is to be expected by chance among all messages that were searched (§7)."""
        searched = sum(self.reading.examined.values())
        return sighted.chance * max(1, searched) > CHANCE_MOST

    def witness(self, sighted: Sighted, detail: str = "") -> Witness:
        """The published form of a sighting."""
        hidden = sighted.planted.kind is PlantedKind.IDENTIFIER
        shown = sighted.planted.part if hidden else sighted.planted.value
        return Witness(
            exchange=sighted.exchange,
            values=(Value(sighted.path, sighted.form, sighted.planted.id, shown),),
            app=sighted.app,
            app_by=attributed_by(sighted.uid, sighted.destination.controller),
            destination=sighted.destination.host,
            controller=sighted.destination.controller.value,
            arm=sighted.planted.arm or next(iter(sorted(sighted.arms)), None),
            detail=detail,
        )

    def upload_witness(self, upload: Upload) -> Witness:
        """The published form of a reported event."""
        return Witness(
            exchange=upload.exchange,
            values=(Value(upload.path, "event", "", f"{upload.name} ({upload.count} x)"),),
            app=upload.app,
            app_by=attributed_by(upload.uid, upload.destination.controller),
            destination=upload.destination.host,
            controller=upload.destination.controller.value,
            arm=upload.arm,
            detail=f"events of {upload.channel} whose own time lies in the arm",
        )

    def uploads_in(self, arms: tuple[ArmRecord, ...]) -> tuple[Upload, ...]:
        """Events by the app whose own time lies in one of the arms."""
        ids = {arm.id for arm in arms}
        return tuple(upload for upload in self.reading.uploads if upload.arm in ids and self.ours(upload.uid))

    def doubtful_uploads(self, arms: tuple[ArmRecord, ...]) -> list[Reason]:
        """Events of these arms by relays or nobody known: another app's or this app's, nobody can tell.

        What a relay also reports in the blank arms of these sessions is not of the act (method §4).
        """
        ids, sessions = {arm.id for arm in arms}, {arm.session for arm in arms}
        blank = {arm.id for arm in self.reading.arms if arm.kind == "blank" and arm.session in sessions}
        usual = {(item.uid, item.name) for item in self.reading.uploads if item.arm in blank - ids}
        return [
            Reason(
                "relay-upload" if upload.uid is not None else "unattributed-upload",
                f"{upload.name} ({upload.count} x) by {upload.app or 'nobody known'} to "
                f"{upload.destination.host} in {upload.exchange}",
            )
            for upload in self.reading.uploads
            if upload.arm in ids
            and not self.ours(upload.uid)
            and self.scope.covers(upload.uid)
            and (upload.uid is None or (upload.uid, upload.name) not in usual)
        ]

    def reasons_of_arms(self, arms: tuple[ArmRecord, ...]) -> list[Reason]:
        """What is wrong with the arms themselves: missing, aborted, faulty, condition not met."""
        reasons = [Reason("arm-missing", name) for name in self.missing()]
        if not self.needed:
            reasons.append(Reason("arm-missing", "no arm was planned"))
        every = tuple(dict.fromkeys((*self.arms, *arms)))
        for arm in every:
            reasons.extend(self._reasons_of_arm(arm))
        for arm in arms:
            session = self.session(arm)
            if session is None or session.closed_us is None:
                reasons.append(
                    Reason("window-cut", f"{arm.id}: its closing window was not recorded to the end")
                )
            elif session.window_s < self.proposition.window_s.at(self.grade):
                reasons.append(
                    Reason(
                        "window-short",
                        f"{arm.id}: {session.window_s} s of {self.proposition.window_s.at(self.grade)} s",
                    )
                )
            if session is not None and not session.cleared:
                reasons.append(Reason("data-not-cleared", f"{session.id} did not start from cleared data"))
        ids = {arm.id for arm in every}
        reasons.extend(
            Reason("fault", f"{fault.fault}: {fault.detail}")
            for fault in self.reading.faults
            if fault.arm is None or fault.arm in ids
        )
        return reasons

    def reasons_of_reading(self) -> tuple[Reason, ...]:
        """What is wrong with the needed arms for whoever wants to say that something was nowhere there."""
        return tuple(self.reasons_of_arms(())) if self.needed else (Reason("arm-missing", "none planned"),)

    def _reasons_of_arm(self, arm: ArmRecord) -> list[Reason]:
        """Asked of every arm that the proposition needs: a control that was not in order controls nothing."""
        reasons = [Reason("arm-aborted", f"{arm.id}: {arm.aborted}")] if arm.aborted else []
        acts = [act for act in self.reading.acts if act.arm == arm.id]
        reasons.extend(
            Reason("act-failed", f"{arm.id}: {act.act} {act.number}: {act.detail}")
            for act in acts
            if act.outcome != "done"
        )
        seen = self._acts_seen()
        reasons.extend(
            Reason("act-unseen", f"{arm.id}: nothing of {act.act} {act.number} was recorded")
            for act in acts
            if act.outcome == "done" and (arm.id, act.act, act.number) not in seen
        )
        signals = [item for item in self.reading.preconditions if item.arm == arm.id]
        told = {item.signal for item in signals if not item.signal.startswith(("suspended:", APKS))}
        if len(told) < SIGNALS_LEAST.get(arm.mode, 1):
            only = f"only {', '.join(told)}" if told else "none"
            reasons.append(Reason("precondition-unproven", f"{arm.id}: wanted a second signal, found {only}"))
        compared = sum(item.signal == APKS + arm.app for item in signals)
        if compared < BOTH_ENDS:
            detail = f"{arm.id}: wanted the APKs of {arm.app} compared before and after, found {compared}"
            reasons.append(Reason("precondition-unproven", detail))
        reasons.extend(
            Reason(
                "precondition-unproven",
                f"{arm.id}: {item.signal}: wanted {item.wanted}, found {item.found}",
            )
            for item in signals
            if not item.met
        )
        return reasons

    def void(self) -> list[Reason]:
        """Why the run as a whole says nothing: a blank value was seen (§1, §8)."""
        return [
            Reason("run-voided", f"the blank value {item.planted.id} was seen in {item.exchange}")
            for item in self.reading.sightings
            if item.planted.kind is PlantedKind.BLANK
        ]

    def gaps(
        self, arms: tuple[ArmRecord, ...], closed: frozenset[str]
    ) -> tuple[tuple[ReadGap, ...], tuple[ReadGap, ...]]:
        """Gaps of these arms, in scope and out of scope.

        A gap that cannot be attributed is in scope (§6), unless the counters of all uids in scope are
        explained without it (`closed` holds the connections that closure excludes).
        """
        inside: list[ReadGap] = []
        outside: list[ReadGap] = []
        spans = [self.interval(arm) for arm in arms]
        for gap in self.reading.gaps:
            if not any(gap.first_us <= end and gap.last_us >= start for start, end in spans):
                continue
            excluded = gap.uid is None and gap.connection is not None and gap.connection in closed
            (inside if self.scope.covers(gap.uid) and not excluded else outside).append(gap)
        return tuple(inside), tuple(outside)

    def residue(self, arms: tuple[ArmRecord, ...]) -> tuple[str, ...]:
        """Leaves that were read and not understood, in scope, in these arms' intervals (§7)."""
        spans = [self.interval(arm) for arm in arms]
        return tuple(
            f"{leaf.host} {' > '.join(leaf.path)} ({leaf.app or 'unattributed'}, {leaf.exchange})"
            for leaf in self.reading.residue
            if self.scope.covers(leaf.uid)
            and any(
                leaf.moments.within(start, end) and (leaf.mixed or (leaf.moments.first_us or 0) >= start)
                for start, end in spans
            )
        )


def attributed_by(uid: int | None, controller: Controller) -> str:
    """How a message is tied to an app: by its socket, else by a vendor-controlled host, else not at all."""
    if uid is not None:
        return "socket"
    return "host" if controller is Controller.VENDOR else "none"


def describe(gap: ReadGap) -> str:
    """A gap for people and for `coverage`."""
    who = gap.app or "unattributed"
    return f"{gap.reason.value}: {who} to {gap.host or 'unknown host'}, {gap.count} x ({gap.detail[:120]})"
