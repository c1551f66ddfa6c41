"""The ledger itself: all claims with their propositions, the apps under test, and a digest.

Every claim is here, also those that no device can decide: a claim without proposition says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.ledger.acts import Acts
from harness.model.claim import Claim, Proposition
from harness.model.errors import SetupError

DEFAULT = "default"
"""The value of a consent that is left as the highlighted buttons and the factory gave it."""
OTHER = "other"
"""The other position of a switch; what it is called is read from the screen."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A consent that an app offers from a version on; before, only its default exists."""

    name: str
    from_version: str


@dataclass(frozen=True, slots=True)
class App:
    """An app under test: package, short name (arms), title (features), switches."""

    package: str
    name: str
    title: str
    switches: tuple[Switch, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All claims in the order of the file.

    `digest` is the SHA-256 of the values without comments and layout; `canonical` are these values
    as JSON, which `load_ledger` reads back to an equal ledger.
    """

    name: str
    digest: str
    canonical: str
    apps: tuple[App, ...]
    claims: tuple[Claim, ...]

    def claim(self, claim: str) -> Claim:
        """The claim of that id.  Raises SetupError for an unknown one."""
        for candidate in self.claims:
            if candidate.id == claim:
                return candidate
        raise SetupError(f"{self.name}: wanted a claim of the ledger, found {claim!r}; see `claims list`")

    def proposition(self, proposition: str) -> Proposition:
        """The proposition of that id.  Raises SetupError for an unknown one."""
        for candidate in self.claim(proposition.partition(".")[0]).propositions:
            if candidate.id == proposition:
                return candidate
        raise SetupError(
            f"{self.name}: wanted a proposition of the ledger, found {proposition!r}; see `claims list`"
        )

    def app(self, title: str) -> App:
        """The app of that title, short name or package.  Raises SetupError for an unknown one."""
        for app in self.apps:
            if title in (app.title, app.name, app.package):
                return app
        raise SetupError(f"{self.name}: wanted an app of the ledger, found {title!r}; add it under `apps`")


def markers(ledger: Ledger) -> tuple[str, ...]:
    """Every claim id with its title, one line each, as pytest registers markers."""
    return tuple(f"{claim.id}: {claim.title}" for claim in ledger.claims)


def check(ledger: Ledger, acts: Acts) -> None:
    """Raise SetupError where the ledger speaks of an act or a part that `acts` does not know."""
    for claim in ledger.claims:
        for proposition in claim.propositions:
            done = [act for need in proposition.arms for act, _ in need.acts]
            for act in (*proposition.acts, *done):
                acts.act(act)
            for part in proposition.parts:
                acts.part(part)
