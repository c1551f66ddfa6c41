"""What is known of a run before its first act, as the documents of its folder (method §12)."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version

from harness.bench.job import Job
from harness.bench.notes import frozen
from harness.bench.plant import Planter
from harness.device.accounts import count_accounts
from harness.device.identity import Identity
from harness.device.session import Device
from harness.model.claim import Grade
from harness.model.documents import Bench, Handset, Item, PlanDocument, RunDocument, Settings
from harness.model.handset import ApkDigest, HandsetKind, InstalledPackage
from harness.model.plan import Plan
from harness.ruling.tables import Study
from harness.store.folder import RunFolder

METHOD_VERSION = "1"
GATEWAY, PROXY = "gateway", "lan"
"""The network modes as `run.json` names them: the recorder as the phone's router, or as its proxy."""
TOOLS = ("mitmproxy", "adbutils", "uiautomator2", "pytest", "pytest-bdd", "allure-pytest", "hyperscan")


def copy_tables(folder: RunFolder, study: Study) -> None:
    """Ledger, acts, destinations and features as run: the judgement needs no other file."""
    tables = study.tables
    folder.text("ledger.json", tables.ledger.canonical + "\n")
    folder.text("acts.json", tables.acts.canonical + "\n")
    folder.text("destinations.json", tables.destinations.canonical + "\n")
    for name, text in study.pack.texts().items():
        folder.text(f"features/{name}", text)


def plan_document(plan: Plan, study: Study, planter: Planter) -> PlanDocument:
    """The plan with the scenarios it was read from, and the commitment to the run's seed."""
    return PlanDocument.of(
        plan,
        study.scenarios,
        seed_commitment=planter.commitment,
        ruleset=study.tables.ruleset(study.pack),
    )


def run_document(
    job: Job,
    study: Study,
    identity: Identity,
    packages: tuple[InstalledPackage, ...],
    apks: Mapping[str, tuple[ApkDigest, ...]],
    device: Device,
    address: str,
    calibration_app: str | None,
) -> RunDocument:
    """The facts of the run: handset, firmware, packages, tools, settings, bench."""
    host, _, port = address.rpartition(":")
    ledger = study.tables.ledger
    services = dict.fromkeys(service for app in ledger.apps for service in app.services)
    return RunDocument(
        id=job.run,
        grade=Grade(job.grade),
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        method=METHOD_VERSION,
        handset=Handset(
            name=job.stand.name,
            kind=identity.kind,
            serial=identity.serial,
            virtual_marks=tuple(identity.virtual_marks),
        ),
        firmware=identity.firmware,
        packages=packages,
        ruleset=study.tables.ruleset(study.pack),
        tools={"python": platform.python_version(), **{tool: version(tool) for tool in TOOLS}},
        settings=Settings(
            network_mode=GATEWAY if job.stand.routed else PROXY,
            proxy=(host, int(port)),
            canary_domain=job.stand.canary_domain,
            calibration_app=calibration_app,
            rehearsal=identity.kind is HandsetKind.SIMULATED,
            services=tuple(services),
            vendor_accounts=count_accounts(device, ledger.vendor.accounts),
        ),
        bench=Bench(
            host=platform.node(),
            system=platform.platform(),
            pid=os.getpid(),
            **frozen(job.record.get("bench", {})),
        ),
        item=Item(**frozen(job.record.get("item", {}))),
        apks=apks,
    )
