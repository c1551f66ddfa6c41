"""The ledger itself: all claims with their propositions, the apps under test, the vendor, and a digest.

Every claim is here, also those that no device can decide: a claim without proposition says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from harness.ledger.acts import Acts
from harness.ledger.contract import Contracts
from harness.ledger.destinations import Destinations
from harness.ledger.document import Path
from harness.ledger.suggestion import unknown
from harness.model.claim import Claim, Proposition
from harness.model.condition import NAME
from harness.model.errors import SetupError
from harness.model.proposition import PACKAGE


@dataclass(frozen=True, slots=True)
class Vendor:
    """Whose claims these are.

    `packages` are beginnings of its package names, `accounts` types of its accounts on a phone.  A name may
    bring a package into scope, never out of it (method §6).  Raises ValueError where no package, or every
    one, would be the vendor's.
    """

    name: str
    packages: tuple[str, ...]
    accounts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("wanted the vendor's name, found none")
        if not self.packages or not all(package.strip() for package in self.packages):
            raise ValueError(f"wanted beginnings of the vendor's package names, found {list(self.packages)}")


@dataclass(frozen=True, slots=True)
class App:
    """An app under test: package, short name (arms), title (people), services that a person chose in it.

    Raises ValueError for a name that no arm's id can carry.
    """

    package: str
    name: str
    title: str
    services: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"wanted a short name like notes, found {self.name!r}")
        if not PACKAGE.fullmatch(self.package):
            raise ValueError(f"wanted a package name like com.example.notes, found {self.package!r}")
        if not self.title.strip():
            raise ValueError(f"wanted a title of {self.name} for people, found none")


@dataclass(frozen=True, slots=True)
class Ledger:
    """All claims in the order of the file.

    `digest` is the SHA-256 of the values without comments and layout; `canonical` are these values
    as JSON, which `load_ledger` reads back to an equal ledger.  `lines` are those of the propositions' keys,
    for messages.
    """

    name: str
    digest: str
    canonical: str
    vendor: Vendor
    apps: tuple[App, ...]
    claims: tuple[Claim, ...]
    lines: Mapping[Path, int] = field(default_factory=dict, compare=False, repr=False)

    def where(self, owner: str, *path: str | int) -> str:
        """File and line of a proposition, of an app (by its package), or of a key in them."""
        line = self.lines.get((owner, *path)) or self.lines.get((owner,), 1)
        return f"{self.name}:{line}"

    def claim(self, claim: str) -> Claim:
        """The claim of that id.  Raises SetupError for an unknown one."""
        for candidate in self.claims:
            if candidate.id == claim:
                return candidate
        raise self._unknown("a claim", claim, (item.id for item in self.claims))

    def proposition(self, proposition: str) -> Proposition:
        """The proposition of that id.  Raises SetupError for an unknown one."""
        every = [item for claim in self.claims for item in claim.propositions]
        for candidate in every:
            if candidate.id == proposition:
                return candidate
        raise self._unknown("a proposition", proposition, (item.id for item in every))

    def app(self, title: str) -> App:
        """The app of that title, short name or package.  Raises SetupError for an unknown one."""
        for app in self.apps:
            if title in (app.title, app.name, app.package):
                return app
        raise self._unknown("an app", title, (app.name for app in self.apps))

    def _unknown(self, what: str, found: str, known: Iterable[str]) -> SetupError:
        return SetupError(f"{self.name}: {unknown(f'{what} of the ledger', found, known)}; see `claims list`")


def markers(ledger: Ledger) -> tuple[str, ...]:
    """Every claim id with its title, one line each, as pytest registers markers."""
    return tuple(f"{claim.id}: {claim.title}" for claim in ledger.claims)


def check(ledger: Ledger, acts: Acts, destinations: Destinations, contracts: Contracts) -> None:
    """Raise SetupError where the ledger speaks of what the other tables do not know.

    Those are parts and conditions of acts, and services that a host offers: a service that none offers would
    make whoever a person chose a stranger.
    """
    services = destinations.services
    for app in ledger.apps:
        for index, service in enumerate(app.services):
            if service not in services:
                problem = unknown(f"a service of a host of {destinations.name}", service, services)
                raise SetupError(f"{ledger.where(app.package, 'services', index)}: {problem}; correct it")
    parts = [part.name for part in acts.parts]
    conditions = [condition.name for condition in acts.conditions]
    for claim in ledger.claims:
        for proposition in claim.propositions:
            where = partial(ledger.where, proposition.id)
            for index, part in enumerate(proposition.parts):
                if part not in parts:
                    problem = unknown(f"a part of {acts.name}", part, parts)
                    raise SetupError(f"{where('parts', index)}: {problem}; correct the entry")
            for name in contracts[proposition.rule].conditions(proposition.parameters):
                if name not in conditions:
                    problem = unknown(f"a condition of {acts.name}", name, conditions)
                    raise SetupError(f"{where('parameters')}: {problem}; correct the entry")
