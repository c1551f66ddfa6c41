"""The document of a rehearsal, for tests that write a run."""

from __future__ import annotations

from harness.model.claim import Grade
from harness.model.documents import Bench, Handset, Item, RunDocument, Settings
from harness.model.handset import Firmware, HandsetKind, InstalledPackage

APP = "com.example.notes"
RUN = RunDocument(
    id="20261122T143005Z-desk-000000",
    grade=Grade.EVIDENCE,
    date="2026-11-22",
    method="1",
    handset=Handset("desk", HandsetKind.SIMULATED, "ab12", (("ro.claims.virtual.x", "1"),)),
    firmware=Firmware("xiaomi/desk", "", "", "", "9", 28, "", "", "V11", "", "", "", "", None),
    packages=(InstalledPackage(APP, 10123, "1.2", 12, "vendor", system=False, shared_user=""),),
    ruleset={"pack": "notes"},
    tools={"python": "3.11"},
    settings=Settings(
        network_mode="lan",
        proxy=("127.0.0.1", 8080),
        canary_domain="claims.test",
        calibration_app=None,
        rehearsal=True,
        services=("a-search",),
        vendor_accounts=None,
    ),
    bench=Bench(host="h", system="s", pid=1, deviations=("none known",)),
    item=Item(),
    apks={},
)
