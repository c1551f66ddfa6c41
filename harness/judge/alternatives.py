"""Innocent explanations of a witness, each with the datum that excludes it (method §12).

One that nothing excludes has an empty `excluded_by` and leaves the judgement unproven.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.judge.case import Case
from harness.judge.findings import Sighted, Upload
from harness.model.judgement import Alternative, Witness


def of_content(case: Case, items: list[Sighted]) -> tuple[Alternative, ...]:
    """Explanations of planted content, or an identifier, at a host without a role in the act."""
    if not items:
        return ()
    arms = ", ".join(sorted({item.planted.arm for item in items if item.planted.arm}))
    return _explained(
        case,
        items,
        ambient=f"the values were planted in {arms} only"
        if arms
        else "the value identifies this handset alone",
        artefact="blank values of the same shape were never seen",
        chance=f"at most {max(item.chance for item in items):.1e} expected random hits",
    )


def of_uploads(case: Case, uploads: Iterable[Upload]) -> tuple[Alternative, ...]:
    """Explanations of events that were reported."""
    found = list(uploads)
    if not found:
        return ()
    channels = ", ".join(sorted({upload.channel for upload in found}))
    return _explained(
        case,
        found,
        ambient=f"events of {channels} whose own time lies in the arm",
        artefact="the bench sends nothing to hosts of the vendor",
        chance="decoded events of a cited format",
    )


def _explained(
    case: Case, found: Sequence[Sighted | Upload], *, ambient: str, artefact: str, chance: str
) -> tuple[Alternative, ...]:
    listed = {item.destination.host: item.destination.role or "no known role" for item in found}
    hosts = ", ".join(sorted(listed))
    roles = "; ".join(f"{host} is listed as {role}" for host, role in sorted(listed.items()))
    by_socket = all(item.uid is not None for item in found)
    owner = (
        "attributed by the phone's socket table" if by_socket else "attributed by a vendor-controlled host"
    )
    return (
        Alternative("the page's own request", f"canary pages are inert and do not name {hosts}"),
        Alternative("the chosen service", f"{hosts} has no role in the act"),
        sync(case),
        Alternative("security look-up", roles),
        Alternative("ambient traffic", ambient),
        Alternative("harness artefact", artefact),
        Alternative("chance", chance),
        Alternative("another app", owner),
    )


def of_cleartext(witnesses: Iterable[Witness]) -> tuple[Alternative, ...]:
    """Explanations of data in clear."""
    first = next(iter(witnesses), None)
    if first is None:
        return ()
    return (
        Alternative("the page's own request", f"{first.destination} is no addressed page"),
        Alternative("a neutral network service", f"{first.destination} is controlled by: {first.controller}"),
        Alternative("harness artefact", "the recorder notes the scheme that the phone used"),
        Alternative("another app", f"attributed by {first.app_by}"),
        Alternative("chance", "a whole request in clear"),
    )


def sync(case: Case, name: str = "synchronisation") -> Alternative:
    """That somebody was signed in: excluded by what the phone said of its accounts when the run began."""
    shown = "`dumpsys account` listed no account of the vendor when the run began"
    return Alternative(name, shown if case.reading.facts.vendor_accounts == 0 else "")
