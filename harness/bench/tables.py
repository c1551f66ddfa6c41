"""Ledger, acts and destinations as files of the suite, and the version of everything that judges."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import harness
from harness.bench.config import unread
from harness.ledger import (
    Acts,
    Context,
    Destinations,
    Ledger,
    check,
    classify,
    load_acts,
    load_destinations,
    load_ledger,
)
from harness.model.destination import Destination
from harness.model.errors import SetupError

JUDGING = ("model", "ledger", "decode", "detect", "judge")
"""Packages whose code decides what a stored run says."""
LIBRARIES = ("brotli", "zstandard", "lz4", "msgpack", "cbor2", "bbpb", "cryptography", "defusedxml")


@dataclass(frozen=True, slots=True)
class Tables:
    """What people wrote about claims, acts and hosts, checked and frozen."""

    ledger: Ledger
    acts: Acts
    destinations: Destinations

    @classmethod
    def load(cls, folder: Path) -> Tables:
        """Read the three files of a folder.  Raises SetupError with file and line."""
        texts = {}
        for name in ("ledger.yaml", "acts.yaml", "destinations.yaml"):
            try:
                texts[name] = (folder / name).read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise SetupError(
                    f"{folder / name}: wanted the suite's table, found {unread(error)}"
                ) from error
        return cls.of(texts["ledger.yaml"], texts["acts.yaml"], texts["destinations.yaml"])

    @classmethod
    def of(cls, ledger: str, acts: str, destinations: str) -> Tables:
        """From their texts (YAML, or the canonical JSON of a run folder)."""
        tables = cls(
            load_ledger(ledger, "ledger"),
            load_acts(acts, "acts"),
            load_destinations(destinations, "destinations"),
        )
        check(tables.ledger, tables.acts)
        return tables

    def classify(
        self, host: str, canary_domain: str, services: tuple[str, ...], pages: tuple[str, ...] = ()
    ) -> Destination:
        """What a host is to the acts of this suite."""
        context = Context(
            acts=("visit", "search", "news"), canary_domain=canary_domain, services=services, pages=pages
        )
        return classify(self.destinations, self.acts, context, host)

    def ruleset(self) -> dict[str, str]:
        """The version of rules, ledger and decoders: digests of code and tables, libraries used (§12)."""
        code = hashlib.sha256()
        root = Path(harness.__file__).parent
        for package in JUDGING:
            for file in sorted((root / package).rglob("*.py")):
                code.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
        found = {
            "code": code.hexdigest(),
            "ledger": self.ledger.digest,
            "acts": self.acts.digest,
            "destinations": self.destinations.digest,
        }
        for library in LIBRARIES:
            try:
                found[library] = version(library)
            except PackageNotFoundError:
                found[library] = "absent"
        return found
