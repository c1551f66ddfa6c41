"""The ledger itself: all claims with their propositions, the apps under test, the vendor, and a digest.

Every claim is here, also those that no device can decide: a claim without proposition says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.ledger.acts import Acts
from harness.model.claim import Claim, Proposition
from harness.model.errors import SetupError


@dataclass(frozen=True, slots=True)
class Vendor:
    """Whose claims these are.

    `packages` are beginnings of its package names, `accounts` types of its accounts on a phone.  A name may
    bring a package into scope, never out of it (method §6).
    """

    name: str
    packages: tuple[str, ...]
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class App:
    """An app under test: package, short name (arms), title (people), services that a person chose in it."""

    package: str
    name: str
    title: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """All claims in the order of the file.

    `digest` is the SHA-256 of the values without comments and layout; `canonical` are these values
    as JSON, which `load_ledger` reads back to an equal ledger.
    """

    name: str
    digest: str
    canonical: str
    vendor: Vendor
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
    """Raise SetupError where the ledger speaks of a part that `acts` does not know."""
    for claim in ledger.claims:
        for proposition in claim.propositions:
            for part in proposition.parts:
                acts.part(part)
