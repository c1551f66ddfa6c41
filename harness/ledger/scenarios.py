"""The scenarios of all features, checked: what is recorded and judged is what a person reads there.

Each of these is an error with file and line: an act that the arms of a `When` lack, an arm that no scenario
looks at, a proposition without scenario or reason, a `Then` in other words than the ledger's, arms that the
proposition's rule cannot judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from harness.ledger.acts import Acts
from harness.ledger.contract import Contracts
from harness.ledger.features import Step, Table, WrittenScenario, read_feature
from harness.ledger.register import Ledger
from harness.ledger.wording import AGAIN, ARMS, JUDGED, read_when, same_words
from harness.model.arm import ArmKind
from harness.model.claim import PropositionId
from harness.model.condition import Level, ordered
from harness.model.errors import SetupError
from harness.model.scenario import ArmRow, Look, Scenario

KIND, ACTS = "kind", "acts"


def read_scenarios(
    features: Mapping[str, str], ledger: Ledger, acts: Acts, contracts: Contracts
) -> tuple[Scenario, ...]:
    """Every scenario of these feature files (name → text), in the order of their names.

    Raises SetupError for the first thing that is wrong.
    """
    reader = _Reader(ledger, acts, contracts)
    found: list[Scenario] = []
    for name in sorted(features):
        written = read_feature(features[name], name)
        scenarios = [reader.scenario(item, name) for item in written]
        reader.check_arms(written, scenarios, name)
        found += scenarios
    _check_propositions(found, ledger)
    return tuple(found)


def _check_propositions(scenarios: Iterable[Scenario], ledger: Ledger) -> None:
    first: dict[str, Scenario] = {}
    for scenario in scenarios:
        known = first.setdefault(scenario.proposition, scenario)
        if known is not scenario:
            raise SetupError(
                f"{scenario.where}: wanted one scenario for {scenario.proposition}, found another at "
                f"{known.where}; remove one"
            )
    for claim in ledger.claims:
        for proposition in claim.propositions:
            if proposition.id not in first and proposition.unscripted is None:
                raise SetupError(
                    f"{ledger.name}: wanted a scenario that ends with ({proposition.id}), found none; write "
                    "one, or say in `unscripted` why there is none"
                )
            if proposition.id in first and proposition.unscripted is not None:
                raise SetupError(
                    f"{first[proposition.id].where}: {proposition.id} is said to be unscripted; remove one"
                )


class _Reader:
    """Reads scenarios with the words of one ledger and its acts."""

    def __init__(self, ledger: Ledger, acts: Acts, contracts: Contracts) -> None:
        self._ledger = ledger
        self._acts = acts
        self._contracts = contracts

    def scenario(self, written: WrittenScenario, name: str) -> Scenario:
        """One scenario, checked by itself."""
        rows = self._rows(written, name)
        looks = tuple(self._look(step, rows, name) for step in written.steps if step.kind == "When")
        proposition = self._proposition(written, name)
        claim = self._ledger.proposition(proposition).claim
        tagged = [tag for tag in written.tags if any(tag == known.id for known in self._ledger.claims)]
        if tagged != [claim]:
            raise SetupError(
                f"{name}:{written.line}: wanted the tag @{claim}, whose proposition is judged, found "
                f"{', '.join(tagged) or 'none'}; correct the tag"
            )
        scenario = Scenario(name, written.line, written.title, claim, proposition, looks)
        self._check_contract(scenario)
        return scenario

    def check_arms(
        self, written: Iterable[WrittenScenario], scenarios: Iterable[Scenario], name: str
    ) -> None:
        """Raise SetupError for an arm of a table that no scenario looks at."""
        used = {row for scenario in scenarios for row in scenario.rows}
        for item in written:
            for row in self._rows(item, name):
                if row not in used:
                    raise SetupError(
                        f"{name}:{row.line}: wanted arms that a scenario looks at, found one that none does; "
                        "look at it in a When, or remove it"
                    )

    def _rows(self, written: WrittenScenario, name: str) -> tuple[ArmRow, ...]:
        given = [step for step in written.steps if step.kind == "Given"]
        for step in given:
            if step.text != ARMS:
                raise SetupError(
                    f"{name}:{step.line}: wanted “{ARMS}”, found {step.text!r}; correct the step"
                )
        tables = [step.table for step in given if step.table is not None]
        if len(given) != 1 or len(tables) != 1:
            raise SetupError(
                f"{name}:{written.line}: wanted one table of arms in a Background above, found {len(tables)}"
            )
        return tuple(self._table(tables[0], name, given[0].line))

    def _table(self, table: Table, name: str, line: int) -> Iterator[ArmRow]:
        for column in (KIND, ACTS):
            if column not in table.header:
                raise SetupError(
                    f"{name}:{line}: wanted a column {column!r} in the table, found none; add it"
                )
        conditions = [column for column in table.header if column not in {KIND, ACTS}]
        for column in conditions:
            try:
                self._acts.condition(column)
            except SetupError as error:
                raise SetupError(f"{name}:{line}: {error}") from error
        for at, cells in table.rows:
            row = dict(zip(table.header, cells, strict=True))
            try:
                kind = ArmKind(row[KIND])
                acts = tuple(self._acts.act(act).id for act in _listed(row[ACTS]))
                choices = [_listed(row[column]) or ("",) for column in conditions]
                for chosen in product(*choices):
                    pairs = {column: value for column, value in zip(conditions, chosen, strict=True) if value}
                    yield self._row(kind, pairs, acts, at)
            except (ValueError, SetupError) as error:
                raise SetupError(f"{name}:{at}: {error}; correct the row") from error

    def _row(self, kind: ArmKind, pairs: dict[str, str], acts: tuple[str, ...], line: int) -> ArmRow:
        levels = {name: self._acts.condition(name) for name in pairs}
        for name, value in pairs.items():
            levels[name].value(value)
        if (kind is ArmKind.BLANK) == bool(acts):
            raise ValueError(f"wanted acts in any arm but a blank one, found {', '.join(acts) or 'none'}")
        consent = {name: value for name, value in pairs.items() if levels[name].level is Level.SESSION}
        own = {name: value for name, value in pairs.items() if levels[name].level is Level.ARM}
        return ArmRow(kind, ordered(consent), ordered(own), acts, line)

    def _look(self, step: Step, rows: tuple[ArmRow, ...], name: str) -> Look:
        if step.text == AGAIN:
            return Look(step.text, (), (), step.line, again=True)
        try:
            looked = read_when(step.text, self._acts)
        except ValueError as error:
            raise SetupError(f"{name}:{step.line}: {error}; correct the step") from error
        meant = tuple(
            row
            for row in rows
            if looked.conditions.items() <= row.every.items()
            and (row.kind is ArmKind.BLANK) == (not looked.acts)
        )
        lacking = [act for act in looked.acts for row in meant if act not in row.acts]
        if not meant or lacking:
            found = f"none that has the act {lacking[0]}" if lacking else "none"
            raise SetupError(
                f"{name}:{step.line}: wanted arms for “{step.text}” in the table, found {found}; add the arm "
                "or the act, or correct the step"
            )
        return Look(step.text, looked.acts, meant, step.line)

    def _proposition(self, written: WrittenScenario, name: str) -> PropositionId:
        judged = [step for step in written.steps if step.kind == "Then"]
        if len(judged) != 1:
            raise SetupError(
                f"{name}:{written.line}: wanted one Then with a proposition, found {len(judged)}; "
                "split the scenario"
            )
        step = judged[0]
        match = JUDGED.fullmatch(step.text)
        if match is None:
            raise SetupError(
                f"{name}:{step.line}: wanted the proposition's words with its id in parentheses behind them, "
                f"found {step.text!r}; write it so"
            )
        try:
            proposition = self._ledger.proposition(match["proposition"])
        except SetupError as error:
            raise SetupError(f"{name}:{step.line}: {error}") from error
        if not same_words(match["text"], proposition.text):
            raise SetupError(
                f"{name}:{step.line}: wanted the ledger's words “{proposition.text}”, "
                f"found “{match['text']}”; correct one of the two"
            )
        return proposition.id

    def _check_contract(self, scenario: Scenario) -> None:
        proposition = self._ledger.proposition(scenario.proposition)
        missing = self._contracts[proposition.rule].missing(row.kind for row in scenario.rows)
        if missing is not None:
            raise SetupError(
                f"{scenario.where}: wanted {missing}, found none; add it to the table and a When"
            )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())
