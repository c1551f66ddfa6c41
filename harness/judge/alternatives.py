"""Innocent explanations of a witness, each with the datum that excludes it (method §12).

One that nothing excludes has an empty `excluded_by` and leaves the judgement unproven.
"""

from __future__ import annotations

from collections.abc import Iterable

from harness.judge.case import Case
from harness.judge.findings import Sighted, Upload
from harness.model.destination import Destination
from harness.model.judgement import Alternative, Witness


def of_content(case: Case, items: list[Sighted]) -> tuple[Alternative, ...]:
    """Explanations of planted content, or an identifier, at a host without a role in the act."""
    if not items:
        return ()
    hosts = _hosts(item.destination for item in items)
    arms = ", ".join(sorted({item.planted.arm for item in items if item.planted.arm}))
    planted = f"the values were planted in {arms} only" if arms else "the value identifies this handset alone"
    return (
        Alternative("the page's own request", f"canary pages are inert and do not name {hosts}"),
        Alternative("the chosen service", f"{hosts} has no role in the act"),
        sync(case),
        Alternative("security look-up", _roles(item.destination for item in items)),
        Alternative("ambient traffic", planted),
        Alternative("harness artefact", "blank values of the same shape were never seen"),
        Alternative("chance", f"at most {max(item.chance for item in items):.1e} expected random hits"),
        Alternative("another app", _owners(item.uid for item in items)),
    )


def of_uploads(case: Case, uploads: Iterable[Upload]) -> tuple[Alternative, ...]:
    """Explanations of events that were reported."""
    found = tuple(uploads)
    if not found:
        return ()
    hosts = _hosts(upload.destination for upload in found)
    channels = ", ".join(sorted({upload.channel for upload in found}))
    return (
        Alternative("the page's own request", f"canary pages are inert and do not name {hosts}"),
        Alternative("the chosen service", f"{hosts} has no role in the act"),
        sync(case),
        Alternative("security look-up", _roles(upload.destination for upload in found)),
        Alternative("ambient traffic", f"events of {channels} whose own time lies in the arm"),
        Alternative("harness artefact", "the bench sends nothing to hosts of the vendor"),
        Alternative("chance", "decoded events of a cited format"),
        Alternative("another app", _owners(upload.uid for upload in found)),
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


def _hosts(destinations: Iterable[Destination]) -> str:
    return ", ".join(sorted({destination.host for destination in destinations}))


def _roles(destinations: Iterable[Destination]) -> str:
    listed = {destination.host: destination.role or "no known role" for destination in destinations}
    return "; ".join(f"{host} is listed as {role}" for host, role in sorted(listed.items()))


def _owners(uids: Iterable[int | None]) -> str:
    by_socket = all(uid is not None for uid in uids)
    return "attributed by the phone's socket table" if by_socket else "attributed by a vendor-controlled host"
