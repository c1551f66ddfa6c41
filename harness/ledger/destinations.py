"""Who stands behind a host: `features/destinations.yaml`, and the look-up (method §2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from harness.ledger.acts import Acts
from harness.ledger.document import Path, read_document
from harness.ledger.validation import Entry, validate, wrong
from harness.model.destination import ActRole, Citation, Confidence, Controller, Destination

LONGEST_HOST = 253
"""Octets of a host name (RFC 1035 §2.3.4, as text)."""

_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_ADDRESS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*")


Purpose = Literal["configuration", "feed", "update"]
"""What a request can be for besides uploading statistics: propositions of their own (method §4)."""


class HostEntry(Entry):
    """One host, or with a leading `*.` a domain with all that is under it."""

    host: str
    controller: Controller
    operator: str | None = None
    role: str
    country: str | None = None
    source: str
    confidence: Confidence
    neutral: bool = False
    service: str | None = None
    purposes: dict[str, Purpose] = Field(default_factory=dict)


class DestinationsFile(Entry):
    """The whole file, as published in `harness/schemas/destinations.schema.json`."""

    schema_: Literal["claims/destinations/v1"] = Field(alias="schema")
    date: str
    sources: dict[str, str]
    hosts: list[HostEntry]


@dataclass(frozen=True, slots=True)
class Destinations:
    """The dated table of hosts: exact names first, then the longest domain."""

    name: str
    digest: str
    canonical: str
    date: str
    exact: Mapping[str, Destination] = field(hash=False)
    domains: Mapping[str, Destination] = field(hash=False)

    @property
    def services(self) -> tuple[str, ...]:
        """Every service that a host offers, sorted."""
        hosts = (*self.exact.values(), *self.domains.values())
        return tuple(sorted({host.service for host in hosts if host.service is not None}))


@dataclass(frozen=True, slots=True)
class Context:
    """What the run knows of an arm when it asks what a host is to it.

    `acts` are the acts of the arm, `pages` further hosts that an act addressed (read from the screen),
    `services` the services the person chose (`google-search`), `resolvers` the hosts and addresses of
    the configured resolvers.
    """

    acts: tuple[str, ...]
    canary_domain: str
    services: tuple[str, ...]
    resolvers: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


def load_destinations(text: str, name: str) -> Destinations:
    """The table that a text holds.  Raises SetupError with the line."""
    document = read_document(text, name)
    file = validate(document, DestinationsFile)
    exact: dict[str, Destination] = {}
    domains: dict[str, Destination] = {}
    for index, entry in enumerate(file.hosts):
        path: Path = ("hosts", index)
        is_domain = entry.host.startswith("*.")
        host = entry.host.removeprefix("*.")
        table = domains if is_domain else exact
        if _named(host) != host or not (_HOST.fullmatch(host) or _ADDRESS.fullmatch(host)):
            raise wrong(document, (*path, "host"), f"wanted a host in lower case, found {entry.host!r}")
        if host in table:
            raise wrong(document, (*path, "host"), f"wanted each host once, found {entry.host} again")
        if entry.source not in file.sources:
            raise wrong(document, (*path, "source"), f"wanted a name of `sources`, found {entry.source!r}")
        if entry.controller is Controller.UNKNOWN:
            raise wrong(document, (*path, "controller"), "wanted a known controller: unknown needs no entry")
        if entry.neutral and entry.controller is Controller.VENDOR:
            raise wrong(
                document, (*path, "neutral"), "wanted a neutral service run by others, found a vendor's"
            )
        table[host] = Destination(
            host=host,
            act_role=ActRole.NETWORK_SERVICE if entry.neutral else ActRole.NONE,
            controller=entry.controller,
            operator=entry.operator,
            source=Citation(file.sources[entry.source], entry.confidence, file.date),
            role=entry.role,
            country=entry.country,
            pattern=entry.host,
            service=entry.service,
            neutral=entry.neutral,
            purposes=tuple(entry.purposes.items()),
        )
    if not exact and not domains:
        raise wrong(document, ("hosts",), "wanted at least one host, found none")
    return Destinations(name, document.digest, document.canonical(), file.date, exact, domains)


def classify(destinations: Destinations, acts: Acts, context: Context, host: str) -> Destination:
    """What a host is to the acts of an arm, in four steps.

    1. the canary domain and the pages an act addressed are the addressed page, if an act has one;
    2. a configured resolver is a network service, neutral only where no vendor runs it;
    3. a service is a chosen service where the person chose it and an act uses one;
    4. everything else is what the table says, and has no role; an unlisted host is unknown.
    """
    named = _named(host)
    listed = _listed(destinations, named)
    done = [acts.act(act) for act in context.acts]
    # 1
    if _under(named, context.canary_domain) or named in {_named(page) for page in context.pages}:
        return _page(listed, named, addressed=any(act.gives_role(ActRole.ADDRESSED_PAGE) for act in done))
    if listed is None:
        return _unlisted(named, context)
    # 2
    if named in {_named(resolver) for resolver in context.resolvers}:
        neutral = listed.controller is not Controller.VENDOR
        return _with(listed, named, ActRole.NETWORK_SERVICE, listed.controller, neutral=neutral)
    # 3
    used = any(act.gives_role(ActRole.CHOSEN_SERVICE) for act in done)
    if listed.service is not None and listed.service in context.services and used:
        controller = Controller.CHOSEN_SERVICE
        if listed.controller is Controller.VENDOR:
            controller = Controller.VENDOR  # a vendor's own service stays the vendor's, also when chosen
        return _with(listed, named, ActRole.CHOSEN_SERVICE, controller, neutral=False)
    # 4
    return _with(listed, named, listed.act_role, listed.controller, neutral=listed.neutral)


def _named(host: str) -> str:
    return host.strip().rstrip(".").lower()


def _under(host: str, domain: str) -> bool:
    name = _named(domain)
    return bool(name) and (host == name or host.endswith("." + name))


def _listed(destinations: Destinations, host: str) -> Destination | None:
    """The exact entry, else that of the longest domain; a domain entry covers the domain itself too."""
    if len(host) > LONGEST_HOST:
        return None
    if host in destinations.exact:
        return destinations.exact[host]
    labels = host.split(".")
    for start in range(len(labels)):
        domain = ".".join(labels[start:])
        if domain in destinations.domains:
            return destinations.domains[domain]
    return None


def _page(listed: Destination | None, host: str, *, addressed: bool) -> Destination:
    role = ActRole.ADDRESSED_PAGE if addressed else ActRole.NONE
    if listed is not None:
        return _with(listed, host, role, listed.controller, neutral=False)
    controller = Controller.CHOSEN_SERVICE if addressed else Controller.THIRD_PARTY
    source = Citation("the run's own plan and screens", Confidence.PRIMARY, "of the run")
    return Destination(
        host=host,
        act_role=role,
        controller=controller,
        operator=None,
        source=source,
        role="a page that a person addressed",
        pattern="the run",
    )


def _unlisted(host: str, context: Context) -> Destination:
    role = ActRole.NONE
    if host in {_named(resolver) for resolver in context.resolvers}:
        role = ActRole.NETWORK_SERVICE
    return Destination(host=host, act_role=role, controller=Controller.UNKNOWN, operator=None, source=None)


def _with(
    listed: Destination, host: str, role: ActRole, controller: Controller, *, neutral: bool
) -> Destination:
    return Destination(
        host=host,
        act_role=role,
        controller=controller,
        operator=listed.operator,
        source=listed.source,
        role=listed.role,
        country=listed.country,
        pattern=listed.pattern,
        service=listed.service,
        neutral=neutral,
        purposes=listed.purposes,
    )
