"""Every rule by which a proposition is judged, one entry each: its contract, and the function that judges.

A further rule is one function in a module of its topic and one entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from harness.judge import content, encryption, identifiers, screens, silence, subject, tokens
from harness.judge.case import Case
from harness.ledger.contract import RuleContract
from harness.model.arm import ArmKind
from harness.model.judgement import Judgement
from harness.model.proposition import Kind


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it asks of a proposition and its scenario, and what it makes of a case.

    `judge` is given the case and the parameters as its contract types them.
    """

    contract: RuleContract
    judge: Callable[[Case, Any], Judgement]


ABSENCE, PRESENCE = Kind.ABSENCE, Kind.PRESENCE
ANY = frozenset(ArmKind)
RESTRICTIVE = frozenset({ArmKind.RESTRICTIVE})
PERMISSIVE = frozenset({ArmKind.PERMISSIVE})
BESIDE = frozenset({ArmKind.PERMISSIVE, ArmKind.BLANK})

RULES: tuple[Rule, ...] = (
    Rule(RuleContract("content-absence", ABSENCE, RESTRICTIVE, BESIDE, parts=True), content.content_absence),
    Rule(
        RuleContract("no-upload", ABSENCE, RESTRICTIVE, BESIDE, parameters=silence.Baseline),
        silence.no_upload,
    ),
    Rule(
        RuleContract("silent-position", ABSENCE, RESTRICTIVE, BESIDE, parameters=silence.Offered),
        silence.silent_position,
    ),
    Rule(
        RuleContract("offered-on-screen", PRESENCE, ANY, parameters=silence.Offered),
        screens.offered_on_screen,
    ),
    Rule(
        RuleContract("identifier-absence", ABSENCE, ANY, PERMISSIVE, parameters=subject.MaybeWithin),
        identifiers.identifier_absence,
    ),
    Rule(RuleContract("token-not-derived", ABSENCE, ANY, PERMISSIVE), identifiers.token_not_derived),
    Rule(RuleContract("token-present", PRESENCE, ANY, PERMISSIVE), tokens.token_present),
    Rule(RuleContract("token-renewed", ABSENCE, ANY, PERMISSIVE), tokens.token_renewed),
    Rule(RuleContract("token-random", PRESENCE, ANY), tokens.token_random),
    Rule(
        RuleContract("no-cleartext", ABSENCE, ANY, PERMISSIVE, parameters=encryption.Clear),
        encryption.no_cleartext,
    ),
    Rule(RuleContract("tls-version", ABSENCE, ANY, parameters=encryption.Lowest), encryption.tls_version),
    Rule(
        RuleContract("payload-encrypted", ABSENCE, ANY, PERMISSIVE, parameters=subject.Within),
        encryption.payload_encrypted,
    ),
    Rule(
        RuleContract("channel-encrypted", ABSENCE, ANY, PERMISSIVE, parameters=subject.Within),
        encryption.channel_encrypted,
    ),
)
"""Their kinds, the arms that they judge and those that they compare them with, their parameters."""

BY_ID: Mapping[str, Rule] = {rule.contract.id: rule for rule in RULES}
CONTRACTS: Mapping[str, RuleContract] = {name: rule.contract for name, rule in BY_ID.items()}
"""What `harness.ledger.load_ledger` checks propositions against, by the id of the rule."""
