"""Origin: measurement or rehearsal, derived from stored facts and never declared (method §12)."""

from __future__ import annotations

from ipaddress import ip_address

from harness.judge.reading import Reading
from harness.model.handset import HandsetKind
from harness.model.judgement import Origin


def derive(reading: Reading) -> tuple[Origin, str]:
    """The origin of a run and why.

    A measurement needs an upstream that was really contacted, none of them loopback or private, and a
    handset without a mark of the virtual one.  Validation of upstream chains against a public
    trust-store snapshot belongs to the seal; until it is stored nothing signs as measurement.
    """
    if reading.facts.handset_kind is not HandsetKind.HANDSET:
        return Origin.REHEARSAL, f"the handset shows marks of a {reading.facts.handset_kind} one"
    if not reading.vendor_peers:
        return Origin.REHEARSAL, "no upstream was contacted: no external witness"
    for host, peer in reading.vendor_peers:
        try:
            address = ip_address(peer)
        except ValueError:
            return Origin.REHEARSAL, f"the upstream of {host} has no readable address"
        if not address.is_global:
            return Origin.REHEARSAL, f"the upstream of {host} is {peer}, no public address"
    return Origin.REHEARSAL, "the upstream chains are not stored: no external witness"
