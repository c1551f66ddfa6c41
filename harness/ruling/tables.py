"""Ledger, acts, destinations and scenarios of a pack, and the version of everything that judges."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import harness
from harness.decode.vendor_format import VendorFormat
from harness.decode.vendor_formats import VendorFormats
from harness.decode.vendors.registry import BUILT_IN
from harness.judge.rules import CONTRACTS
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
    read_scenarios,
)
from harness.model.destination import Destination
from harness.model.errors import SetupError
from harness.model.scenario import Scenario
from harness.ruling.pack import Pack, read_text

JUDGING = (
    *("model", "ledger", "decode", "detect", "judge", "store", "ruling"),
    *("report/verdict.py", "report/verdicts.py"),
)
"""Packages and modules whose code decides what a stored run says, the fold of a claim included."""
LIBRARIES = (
    *("brotli", "zstandard", "lz4", "cryptography"),
    *("hyperscan", "ahocorasick-rs", "pydantic", "pyyaml"),
)


@dataclass(frozen=True, slots=True)
class Tables:
    """What people wrote about claims, acts and hosts, checked and frozen."""

    ledger: Ledger
    acts: Acts
    destinations: Destinations

    @classmethod
    def load(cls, pack: Pack) -> Tables:
        """Read the three files of a pack.  Raises SetupError with file and line."""
        files = {name: pack.table(f"{name}.yaml") for name in ("ledger", "acts", "destinations")}
        texts = {name: read_text(path) for name, path in files.items()}
        names = {name: f"{path.parent.name}/{path.name}" for name, path in files.items()}
        return cls.of(texts["ledger"], texts["acts"], texts["destinations"], names)

    @classmethod
    def of(cls, ledger: str, acts: str, destinations: str, names: Mapping[str, str] | None = None) -> Tables:
        """From their texts (YAML, or the canonical JSON of a run folder); `names` stand in messages."""
        named = names or {}
        tables = cls(
            load_ledger(ledger, named.get("ledger", "ledger"), CONTRACTS),
            load_acts(acts, named.get("acts", "acts")),
            load_destinations(destinations, named.get("destinations", "destinations")),
        )
        check(tables.ledger, tables.acts, tables.destinations, CONTRACTS)
        return tables

    def scenarios(self, pack: Pack) -> tuple[Scenario, ...]:
        """The scenarios of a pack's features, checked against these tables.  Raises SetupError."""
        return read_scenarios(pack.texts(), self.ledger, self.acts, CONTRACTS)

    def classify(
        self,
        host: str,
        *,
        acts: Collection[str],
        canary_domain: str,
        services: tuple[str, ...],
        pages: tuple[str, ...] = (),
    ) -> Destination:
        """What a host is to these acts."""
        context = Context(acts=tuple(acts), canary_domain=canary_domain, services=services, pages=pages)
        return classify(self.destinations, self.acts, context, host)

    def ruleset(self, pack: Pack) -> dict[str, str]:
        """The version of rules, ledger and decoders: digests of code and tables, libraries used (§12)."""
        code = hashlib.sha256()
        root = Path(harness.__file__).parent
        for name in JUDGING:
            for file in _modules(root / name):
                code.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
        found = {
            "pack": pack.name,
            "code": code.hexdigest(),
            "formats": pack.digest("vendors"),
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


def _modules(path: Path) -> list[Path]:
    return [path] if path.suffix == ".py" else sorted(path.rglob("*.py"))


def formats_of(pack: Pack) -> VendorFormats:
    """The built-in vendor formats, and those that a pack brings.  Raises SetupError for one that is none."""
    formats = list(BUILT_IN.formats)
    for module in pack.modules("vendors"):
        form = getattr(module, "FORMAT", None)
        if not isinstance(form, VendorFormat):
            raise SetupError(f"{module.__file__}: wanted a vendor format (FORMAT = ...), found none; add it")
        formats.append(form)
    try:
        return VendorFormats(tuple(formats), words=BUILT_IN.words)
    except ValueError as error:
        raise SetupError(f"{pack.name}: {error}") from error


@dataclass(frozen=True, slots=True)
class Study:
    """A pack with its tables, scenarios and formats: everything that says what is recorded and judged."""

    pack: Pack
    tables: Tables
    scenarios: tuple[Scenario, ...]
    formats: VendorFormats

    @classmethod
    def load(cls, pack: Pack) -> Study:
        """Read and check a whole pack.  Raises SetupError with file and line."""
        tables = Tables.load(pack)
        return cls(pack, tables, tables.scenarios(pack), formats_of(pack))
