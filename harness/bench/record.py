"""What a verdict's record says about bench, handset and surroundings (method §12): optional until filled."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from harness.ledger.validation import Entry


class BenchRecord(Entry):
    """Who measures, who reviews, and what the bench stands in; under `bench` in `devices.yaml`."""

    operator: str | None = None
    reviewer: str | None = None
    last_check: str | None = None
    network: str | None = None
    egress_country: str | None = None
    resolver: str | None = None
    upstream_proxy: str | None = None
    deviations: list[str] = Field(default_factory=list)


class ItemRecord(Entry):
    """The handset's history and state as far as it is known; under `item` of a handset."""

    accounts_ever_signed_in: list[str] | None = None
    factory_resets: int | None = None
    bootloader: Literal["locked", "unlocked"] | None = None
    rooted: bool | None = None
    account_state: Literal["signed-out", "signed-in"] | None = None
    sim: str | None = None
    acquired: str | None = None
    notes: str | None = None
