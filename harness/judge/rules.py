"""The rules by id, and the judgement of every case of a run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from harness.judge import anonymity, encryption, incognito
from harness.judge.case import Case
from harness.judge.origin import derive
from harness.judge.reading import Reading
from harness.ledger import Ledger, arms
from harness.model.claim import AppScope, Claim, Grade, Proposition
from harness.model.errors import SetupError
from harness.model.judgement import Judgement, Origin, Outcome, Reason

Rule = Callable[[Case], Judgement]
RULES: Mapping[str, Rule] = {
    "content-absence": incognito.content_absence,
    "no-upload": incognito.no_upload,
    "switch-present": incognito.switch_present,
    "silent-position": incognito.silent_position,
    "identifier-absence": anonymity.identifier_absence,
    "token-present": anonymity.token_present,
    "token-not-derived": anonymity.token_not_derived,
    "token-renewed": anonymity.token_renewed,
    "token-random": anonymity.token_random,
    "no-cleartext": encryption.no_cleartext,
    "tls-version": encryption.tls_version,
    "payload-encrypted": encryption.payload_encrypted,
    "channel-encrypted": encryption.channel_encrypted,
}


def rule(name: str) -> Rule:
    """The rule of that id.  Raises SetupError for an unknown one."""
    try:
        return RULES[name]
    except KeyError as error:
        raise SetupError(
            f"wanted a known rule, found {name!r}; known are {', '.join(sorted(RULES))}"
        ) from error


def judge_run(
    reading: Reading,
    ledger: Ledger,
    selected: Collection[str] | None = None,
    scenarios: Mapping[tuple[str, str], str] | None = None,
) -> tuple[Judgement, ...]:
    """Every proposition × app of the selected claims, judged on one reading, in the ledger's order.

    `selected` are claim ids (None: every tested one).  `scenarios` maps (proposition, app) to the scenario
    that stood for it; a part that no scenario was run for is unproven.  None judges without scenarios.
    """
    grade = Grade(reading.facts.grade)
    origin, _ = derive(reading)
    found = []
    for claim in ledger.claims:
        if selected is not None and claim.id not in selected:
            continue
        for proposition in claim.propositions:
            for app in proposition.apps:
                scenario = (
                    proposition.id if scenarios is None else scenarios.get((proposition.id, app.package))
                )
                judgement = judge_one(
                    reading, ledger, claim, proposition, app, grade, origin, scenario or proposition.id
                )
                if scenario is None and judgement.outcome is not Outcome.NOT_APPLICABLE:
                    judgement = _not_run(judgement)
                found.append(judgement)
    return tuple(found)


def _not_run(judgement: Judgement) -> Judgement:
    """A part that was skipped or deselected counts as unproven, a witness in the run all the same (§1)."""
    if judgement.outcome is Outcome.VIOLATED:
        return judgement
    reason = Reason("scenario-missing", "no scenario was run for this part")
    return replace(
        judgement,
        outcome=Outcome.UNPROVEN,
        because=f"{reason.id}: {reason.detail}",
        reasons=(reason, *judgement.reasons),
    )


def judge_one(
    reading: Reading,
    ledger: Ledger,
    claim: Claim,
    proposition: Proposition,
    app: AppScope,
    grade: Grade,
    origin: Origin,
    scenario: str,
) -> Judgement:
    """One proposition about one app.

    An app that is not installed, or in a version that the proposition does not speak of, is not
    applicable, with the version that was read.
    """
    versions = {package.name: package.version for package in reading.facts.packages}
    needed = tuple(key for key in arms(ledger, proposition, versions, grade) if key.app == app.package)
    if not needed:
        found = versions.get(app.package)
        condition = f"from {app.from_version or 'any'} until {app.until_version or 'any'}"
        detail = f"{app.package} {found or 'is not installed'}; the claim speaks of versions {condition}"
        return Judgement(
            claim=claim.id,
            proposition=proposition.id,
            kind=proposition.kind,
            scenario=scenario,
            app=app.package,
            rule=proposition.rule,
            outcome=Outcome.NOT_APPLICABLE,
            because=detail,
            grade=grade,
            origin=origin,
            minimum_n=proposition.minimum_n.at(grade),
            reasons=(Reason("version", detail),),
        )
    case = Case(claim, proposition, app.package, scenario, grade, origin, reading, needed)
    return rule(proposition.rule)(case)
