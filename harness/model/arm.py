"""The conditions under which a stretch of a run is recorded (method §4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+")


class ArmKind(StrEnum):
    """The kinds of arms of method §4."""

    PERMISSIVE = "permissive"
    RESTRICTIVE = "restrictive"
    BLANK = "blank"
    SHAM = "sham"


class Mode(StrEnum):
    """The browsing mode an arm is recorded in."""

    NORMAL = "normal"
    INCOGNITO = "incognito"


@dataclass(frozen=True, slots=True)
class ArmNeed:
    """The conditions of one arm, without the app that meets them.

    `consent` is the part of the consent vector that is set on purpose; everything else is what the
    highlighted buttons and factory settings give (method §4).  `acts` counts each act, in the order
    done.  `suspended` names packages that are stopped during the arm (method §6).
    """

    kind: ArmKind
    mode: Mode
    consent: tuple[tuple[str, str], ...]
    acts: tuple[tuple[str, int], ...]
    repeat: int = 1
    suspended: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind is ArmKind.BLANK and self.acts:
            raise ValueError(f"a blank arm has no act, found {self.acts}")
        if self.kind is not ArmKind.BLANK and not self.acts:
            raise ValueError(f"a {self.kind} arm needs at least one act")
        if any(count < 1 for _, count in self.acts):
            raise ValueError(f"an act is done once or more, found {self.acts}")
        for pairs, what in ((self.consent, "consent"), (self.acts, "acts")):
            names = [name for name, _ in pairs]
            if len(set(names)) != len(names):
                raise ValueError(f"an arm's {what} names something twice: {names}")
        if self.repeat < 1:
            raise ValueError(f"repeats are counted from 1, found {self.repeat}")
        for package in self.suspended:
            if not _PACKAGE.fullmatch(package):
                raise ValueError(f"a suspended app must be a package name, found {package!r}")

    @property
    def id(self) -> str:
        """A stable, readable name; the same conditions always give the same one."""
        consent = "+".join(f"{name}={value}" for name, value in self.consent) or "as-shipped"
        acts = "+".join(f"{act}{count}" for act, count in self.acts) or "no-act"
        parts = [self.kind, self.mode, consent, acts, f"r{self.repeat}"]
        if self.suspended:
            parts.append("suspended=" + "+".join(package.rsplit(".", 1)[-1] for package in self.suspended))
        return "/".join(parts)


@dataclass(frozen=True, slots=True)
class ArmKey:
    """One arm of a run: its conditions and the app.  `app` is the package, `name` its short name."""

    app: str
    name: str
    need: ArmNeed

    def __post_init__(self) -> None:
        if not _PACKAGE.fullmatch(self.app):
            raise ValueError(f"an arm's app must be a package name, found {self.app!r}")
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"an app's short name must be like mi-browser, found {self.name!r}")

    @property
    def id(self) -> str:
        """For instance `mi-browser/restrictive/incognito/switch=other/visit3+search3/r1`."""
        return f"{self.name}/{self.need.id}"

    @property
    def session(self) -> tuple[str, tuple[tuple[str, str], ...], int]:
        """App, consent vector and repeat: the arms that start from one clearing of the app's data."""
        return (self.app, self.need.consent, self.need.repeat)
