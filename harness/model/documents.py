"""The whole files of a run folder: `run.json`, `plan.json`, `seed.json`.

`harness.store` writes and reads them.  A change that breaks a reader gets a new number in `schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from harness.model.arm import ArmKey, SessionKey
from harness.model.claim import Grade
from harness.model.handset import ApkDigest, Firmware, HandsetKind, InstalledPackage
from harness.model.plan import Plan, PlannedPart, PlannedSession
from harness.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file; a field that its type does not have is refused."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Handset:
    """The phone: its name in `devices.yaml`, its kind, and the properties that mark a virtual one."""

    name: str
    kind: HandsetKind
    serial: str
    virtual_marks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How was measured: `network_mode` of method §5, the recorder's address, the canary domain.

    `calibration_app` is the package whose upload calibrated the counters, None where none could;
    `services` are the ids of the services that the acts chose; `vendor_accounts` counts the vendor's
    accounts on the phone, None where it could not be read.
    """

    network_mode: str
    proxy: tuple[str, int]
    canary_domain: str
    calibration_app: str | None
    rehearsal: bool
    services: tuple[str, ...]
    vendor_accounts: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The machine, and what `devices.yaml` says of who measures and where (method §12)."""

    host: str
    system: str
    pid: int
    operator: str | None = None
    reviewer: str | None = None
    last_check: str | None = None
    network: str | None = None
    egress_country: str | None = None
    resolver: str | None = None
    upstream_proxy: str | None = None
    deviations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What `devices.yaml` says of the handset's history and state (method §12); None = nothing."""

    accounts_ever_signed_in: tuple[str, ...] | None = None
    factory_resets: int | None = None
    bootloader: Literal["locked", "unlocked"] | None = None
    rooted: bool | None = None
    account_state: Literal["signed-out", "signed-in"] | None = None
    sim: str | None = None
    acquired: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDocument(Document):
    """`run.json`: what was measured, with what, where.

    `date` is UTC (YYYY-MM-DD), `tools` are versions by name, `ruleset` what rules, tables and decoders gave
    the judgement that came with it (digests and versions by name), `apks` the files of the apps under test by
    package.
    """

    id: str
    grade: Grade
    date: str
    method: str
    handset: Handset
    firmware: Firmware
    packages: tuple[InstalledPackage, ...]
    ruleset: Mapping[str, str]
    tools: Mapping[str, str]
    settings: Settings
    bench: Bench
    item: Item
    apks: Mapping[str, tuple[ApkDigest, ...]]
    schema: Literal["claims/run/v2"] = "claims/run/v2"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEntry:
    """A `PlannedPart` with its arms by id."""

    proposition: str
    app: str
    package: str
    scenario: str
    acts: tuple[str, ...]
    arms: tuple[str, ...]
    why_not: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEntry:
    """A `PlannedSession` with its session and arms by id."""

    session: str
    package: str
    arms: tuple[str, ...]
    window_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument(Document):
    """`plan.json`: what is to be recorded and judged, written before the first act (method §12).

    `seed_commitment` is the SHA-256 of the seed that `seed.json` tells afterwards.
    """

    grade: Grade
    parts: tuple[PartEntry, ...]
    sessions: tuple[SessionEntry, ...]
    scenarios: tuple[Scenario, ...]
    seed_commitment: str
    ruleset: Mapping[str, str]
    schema: Literal["claims/plan/v2"] = "claims/plan/v2"

    @classmethod
    def of(
        cls, plan: Plan, scenarios: tuple[Scenario, ...], *, seed_commitment: str, ruleset: Mapping[str, str]
    ) -> PlanDocument:
        """The document of a plan and of the scenarios it was made from."""
        return cls(
            grade=plan.grade,
            parts=tuple(
                PartEntry(
                    proposition=part.proposition,
                    app=part.app,
                    package=part.package,
                    scenario=part.scenario,
                    acts=part.acts,
                    arms=tuple(key.id for key in part.arms),
                    why_not=part.why_not,
                )
                for part in plan.parts
            ),
            sessions=tuple(
                SessionEntry(
                    session=session.key.id,
                    package=session.package,
                    arms=tuple(key.id for key in session.arms),
                    window_s=session.window_s,
                )
                for session in plan.sessions
            ),
            scenarios=scenarios,
            seed_commitment=seed_commitment,
            ruleset=ruleset,
        )

    @property
    def plan(self) -> Plan:
        """The plan.  Raises ValueError for an id that does not read."""
        return Plan(
            self.grade,
            tuple(
                PlannedPart(
                    part.proposition,
                    part.app,
                    part.package,
                    part.scenario,
                    part.acts,
                    tuple(map(ArmKey.parse, part.arms)),
                    part.why_not,
                )
                for part in self.parts
            ),
            tuple(
                PlannedSession(
                    SessionKey.parse(entry.session),
                    entry.package,
                    tuple(map(ArmKey.parse, entry.arms)),
                    entry.window_s,
                )
                for entry in self.sessions
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedDocument(Document):
    """`seed.json`: the seed of the run's tokens, hexadecimal, told once nothing more is planted."""

    seed: str
    schema: Literal["claims/seed/v1"] = "claims/seed/v1"
