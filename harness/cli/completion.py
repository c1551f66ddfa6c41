"""What the shell offers while a command is typed: claims and handsets; nothing where they do not read."""

from __future__ import annotations

from harness.bench.config import DEFAULT_FILE, load_devices
from harness.bench.selection import known_words
from harness.model.errors import HarnessError
from harness.ruling.pack import built_in
from harness.ruling.tables import Tables


def claim_ids(incomplete: str) -> list[str]:
    """Ids of claims that begin so."""
    try:
        claims = Tables.load(built_in()).ledger.claims
    except HarnessError:
        return []
    return [str(claim.id) for claim in claims if claim.id.startswith(incomplete)]


def expression_words(incomplete: str) -> list[str]:
    """Expressions whose last word is completed to one that `--claims` knows."""
    before, space, word = incomplete.rpartition(" ")
    try:
        words = known_words(Tables.load(built_in()).ledger)
    except HarnessError:
        return []
    return [f"{before}{space}{known}" for known in sorted(words) if known.startswith(word)]


def handsets(incomplete: str) -> list[str]:
    """Names of `devices.yaml` in this folder that begin so."""
    try:
        devices = load_devices(DEFAULT_FILE)
    except HarnessError:
        return []
    return [device.name for device in devices if device.name.startswith(incomplete)]
