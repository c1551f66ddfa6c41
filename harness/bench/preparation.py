"""What is made ready before a phone is measured: the recorder, and every change that its path takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harness.bench.job import Job
from harness.bench.stand import Stand
from harness.capture.ca import trust_store_name
from harness.capture.client import Recorder, Rehearsal
from harness.device.change import Changes, What
from harness.device.radio import Bluetooth, Ipv6, MobileData, UsbNetwork
from harness.device.setting import Proxy
from harness.device.trust import CaCertificate
from harness.model.errors import SetupError

GATEWAY_PORT = 8080
"""Where the firewall's lines of `docs/gateway.md` lead what comes from a phone."""


def start_recorder(job: Job, sequence: Path) -> Recorder:
    """The recorder of a run; for a virtual handset one that reaches nothing but its cloud.

    `sequence` is the counter that it shares with the bench.  Raises SetupError.
    """
    stand = job.stand
    rehearsal = None
    if stand.simulated:
        if stand.zone is None or stand.upstream_ca is None:
            raise SetupError(f"{stand.name}: a virtual handset needs the cloud's zone and CA")
        rehearsal = Rehearsal(Path(stand.zone), Path(stand.upstream_ca))
    return Recorder.start(
        job.folder,
        sequence,
        Path(job.work) / f"{stand.name}.ca",
        listen=f"0.0.0.0:{GATEWAY_PORT}" if stand.interface else f"{stand.bench_address}:0",
        interface=stand.interface,
        network=stand.network,
        canary_domain=stand.canary_domain,
        rehearsal=rehearsal,
        accept_old=job.accept_old_recorder,
    )


def plug_in(stand: Stand, recorder: Recorder) -> Callable[[], None]:
    """Put a virtual handset's cable into the gateway port; what is returned pulls it out again."""
    if stand.cable is None:
        return lambda: None
    cable = Path(stand.cable)
    part = cable.with_suffix(".part")
    part.write_text(json.dumps({"host": stand.bench_address, "port": recorder.port}), "utf-8")
    part.replace(cable)
    return lambda: cable.unlink(missing_ok=True)


def lead_through(changes: Changes, ca: Path, proxy: str | None) -> None:
    """Close every other way out and lead the phone through the recorder at `proxy` (`address:port`).

    The recorder's path comes last: nothing is sent before it stands.  Where the recorder is the phone's only
    router (`proxy` is None) the phone needs no setting for it, and IPv6 is recorded like everything else.
    Raises SetupError.
    """
    wanted: list[tuple[What, Any]] = [
        (MobileData(), False),
        (Bluetooth(), False),
        (UsbNetwork(), ""),
        *([] if proxy is None else [(Ipv6(), False)]),
        (CaCertificate(trust_store_name(ca)), ca.read_text("ascii")),
        *([] if proxy is None else [(Proxy(), proxy)]),
    ]
    for what, new in wanted:
        changes.change(what, new)
