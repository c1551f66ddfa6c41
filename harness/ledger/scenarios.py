"""The scenarios of all features, checked: what is recorded and judged is what a person reads there.

Each of these is an error with file and line: an act that the arms of a `When` lack, an arm that no scenario
looks at, a proposition without scenario or reason, a `Then` in other words than the ledger's, arms or acts
that the proposition's rule cannot judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.ledger.acts import Acts
from harness.ledger.arm_table import read_arms
from harness.ledger.contract import Contracts
from harness.ledger.features import Step, WrittenScenario, read_feature, wrong
from harness.ledger.judged import check_rule, read_then
from harness.ledger.register import Ledger
from harness.ledger.suggestion import unknown
from harness.ledger.wording import AGAIN, ARMS, Looked, read_when
from harness.model.arm import ArmKind
from harness.model.claim import ClaimId
from harness.model.errors import SetupError
from harness.model.scenario import ArmRow, Look, Scenario


def read_scenarios(
    features: Mapping[str, str], ledger: Ledger, acts: Acts, contracts: Contracts
) -> tuple[Scenario, ...]:
    """Every scenario of these feature files, at least one, in the order of their names.

    `features` are texts by their name in the ledger's folder (`incognito/switch.feature`).  Raises SetupError
    for the first thing that is wrong.
    """
    folder = ledger.name.rpartition("/")[0]
    found: list[Scenario] = []
    places: dict[str, str] = {}
    for feature in sorted(features):
        shown = f"{folder}/{feature}" if folder else feature
        for scenario in _Reader(feature, shown, ledger, acts, contracts).scenarios(features[feature]):
            known = places.get(scenario.proposition)
            if known is not None:
                problem = (
                    f"wanted one scenario for {scenario.proposition}, found another at {known}; remove one"
                )
                raise wrong(shown, scenario.line, problem)
            places[scenario.proposition] = f"{shown}:{scenario.line}"
            found.append(scenario)
    if not found:
        raise SetupError(f"{ledger.name}:1: wanted features beside it, found none; write or restore one")
    _check_propositions(places, ledger)
    return tuple(found)


def _check_propositions(places: Mapping[str, str], ledger: Ledger) -> None:
    for claim in ledger.claims:
        for proposition in claim.propositions:
            name, place = proposition.id, places.get(proposition.id)
            if place is None and proposition.unscripted is None:
                raise SetupError(
                    f"{ledger.where(name)}: wanted a scenario that ends with ({name}), found none; write one "
                    "or say in `unscripted` why not"
                )
            if place is not None and proposition.unscripted is not None:
                raise SetupError(
                    f"{ledger.where(name, 'unscripted')}: wanted a scenario or why not, found both "
                    f"(scenario at {place}); remove one"
                )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one feature; `shown` is its name in messages."""

    feature: str
    shown: str
    ledger: Ledger
    acts: Acts
    contracts: Contracts

    def scenarios(self, text: str) -> Iterator[Scenario]:
        """Its scenarios, each checked by itself, and then that every arm is looked at."""
        stated: dict[ArmRow, None] = {}
        looked: set[ArmRow] = set()
        for written in read_feature(text, self.shown):
            rows = self._rows(written)
            scenario = self._scenario(written, rows)
            stated |= dict.fromkeys(rows)
            looked |= set(scenario.rows)
            yield scenario
        for row in stated:
            if row not in looked:
                raise self._wrong(
                    row.line,
                    "wanted arms that a scenario looks at, found one that none does; add a When or remove it",
                )

    def _wrong(self, line: int, text: str) -> SetupError:
        return wrong(self.shown, line, text)

    def _rows(self, written: WrittenScenario) -> tuple[ArmRow, ...]:
        given = [step for step in written.steps if step.kind == "Given"]
        for step in given:
            if step.text != ARMS:
                raise self._wrong(step.line, f"wanted “{ARMS}”, found “{step.text}”; correct the step")
        if len(given) != 1:
            found = (
                f"found it on lines {', '.join(str(step.line) for step in given)}" if given else "found none"
            )
            problem = f"wanted one Given with a table of arms in the Background above, {found}; keep one"
            raise self._wrong(written.line, problem)
        for step in written.steps:
            if step.kind != "Given" and step.table is not None:
                raise self._wrong(
                    step.table.line, f"wanted no table under a {step.kind}, found one; remove it"
                )
        if given[0].table is None:
            raise self._wrong(given[0].line, "wanted a table of arms under the step, found none; write it")
        return read_arms(given[0].table, self.acts, self.shown)

    def _scenario(self, written: WrittenScenario, rows: tuple[ArmRow, ...]) -> Scenario:
        kinds = [step.kind for step in written.steps]
        if kinds != ["Given", *["When"] * (len(kinds) - 2), "Then"] or "When" not in kinds:
            problem = (
                f"wanted Given, one or more When, one Then, found {', '.join(kinds)}; complete or split it"
            )
            raise self._wrong(written.line, problem)
        looks: list[Look] = []
        for step in written.steps[1:-1]:
            looks.append(self._look(step, rows, first=not looks))
        then = written.steps[-1]
        try:
            proposition = read_then(then.text, self.ledger)
        except ValueError as error:
            raise self._wrong(then.line, f"{error}; correct the step") from error
        claim, contract = proposition.claim, self.contracts[proposition.rule]
        self._check_tags(written, claim)
        scenario = Scenario(self.feature, written.line, written.title, claim, proposition.id, tuple(looks))
        try:
            check_rule(scenario, proposition, contract, self.acts)
        except ValueError as error:
            raise self._wrong(written.line, f"{error}; correct the table and a When") from error
        return scenario

    def _look(self, step: Step, rows: Iterable[ArmRow], *, first: bool) -> Look:
        if step.text == AGAIN and not first:
            return Look(step.text, (), (), step.line, again=True)
        try:
            looked = read_when(step.text, self.acts)
        except ValueError as error:
            raise self._wrong(step.line, f"{error}; correct the step") from error
        meant = tuple(row for row in rows if _is_meant(row, looked))
        lacking = [act for act in looked.acts for row in meant if act not in row.acts]
        if not meant or lacking:
            found = f"one without the act {lacking[0]}" if lacking else "none"
            problem = (
                f"wanted arms for “{step.text}” in the table, found {found}; add it, or correct the step"
            )
            raise self._wrong(step.line, problem)
        return Look(step.text, looked.acts, meant, step.line)

    def _check_tags(self, written: WrittenScenario, claim: ClaimId) -> None:
        """Only the claim's own id: a tag is a marker to pytest, and some markers skip a test."""
        known = [item.id for item in self.ledger.claims]
        for line, tag in written.tags:
            if tag not in known:
                raise self._wrong(line, f"{unknown('the id of a claim as tag', tag, known)}; correct the tag")
        tags = {tag for _, tag in written.tags}
        if tags != {claim}:
            found = ", ".join(f"@{tag}" for tag in sorted(tags)) or "none"
            problem = f"wanted the tag @{claim}, whose proposition is judged, found {found}; correct the tag"
            raise self._wrong(written.line, problem)


def _is_meant(row: ArmRow, looked: Looked) -> bool:
    return looked.conditions.items() <= row.every.items() and (row.kind is ArmKind.BLANK) == (not looked.acts)
