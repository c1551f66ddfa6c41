"""The table of arms under a feature's `Given`, read into the rows that a plan is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from harness.ledger.acts import Acts
from harness.ledger.features import Table, wrong
from harness.ledger.suggestion import unknown
from harness.model.arm import ArmKind
from harness.model.condition import Condition, Level, ordered
from harness.model.scenario import ArmRow

KIND, ACTS = "kind", "acts"


def read_arms(table: Table, acts: Acts, name: str) -> tuple[ArmRow, ...]:
    """The arms of a table; a cell with several values of a condition stands for an arm of each.

    Raises SetupError with the line in the feature `name`.
    """
    try:
        conditions = _header(table.header, acts)
    except ValueError as error:
        raise wrong(name, table.line, f"{error}; correct the header") from error
    rows: dict[tuple[object, ...], ArmRow] = {}
    for line, cells in table.rows:
        try:
            for row in _rows(dict(zip(table.header, cells, strict=True)), conditions, acts, line):
                _add(row, rows)
        except ValueError as error:
            raise wrong(name, line, f"{error}; correct the row") from error
    if not rows:
        raise wrong(name, table.line, "wanted at least one arm in the table, found none; add a row")
    return tuple(rows.values())


def _add(row: ArmRow, rows: dict[tuple[object, ...], ArmRow]) -> None:
    first = rows.setdefault((row.kind, row.consent, row.conditions, row.acts), row)
    if first is not row:
        raise ValueError(f"wanted each arm once, found that of line {first.line} again")


def _header(header: tuple[str, ...], acts: Acts) -> dict[str, Condition]:
    for column in (KIND, ACTS):
        if column not in header:
            raise ValueError(f"wanted a column {column!r} in the table, found none")
    known = {item.name: item for item in acts.conditions}
    for place, column in enumerate(header):
        if column in header[:place]:
            raise ValueError(f"wanted each column once, found {column!r} again")
        if column not in {KIND, ACTS, *known}:
            raise ValueError(unknown("a condition of acts.yaml as column", column, [KIND, ACTS, *known]))
    return {column: known[column] for column in header if column in known}


def _rows(
    cells: Mapping[str, str], conditions: Mapping[str, Condition], acts: Acts, line: int
) -> Iterator[ArmRow]:
    kinds = {str(kind): kind for kind in ArmKind}
    if cells[KIND] not in kinds:
        raise ValueError(unknown("a kind of arm", cells[KIND], kinds))
    kind = kinds[cells[KIND]]
    done = _listed(cells[ACTS])
    known = [act.id for act in acts.acts]
    for place, act in enumerate(done):
        if act not in known:
            raise ValueError(unknown("an act of acts.yaml", act, known))
        if act in done[:place]:
            raise ValueError(f"wanted each act once, found {act!r} again")
    if (kind is ArmKind.BLANK) == bool(done):
        raise ValueError(f"wanted acts in any arm but a blank one, found {', '.join(done) or 'none'}")
    for chosen in product(*(_listed(cells[column]) or ("",) for column in conditions)):
        fixed = {name: value for name, value in zip(conditions, chosen, strict=True) if value}
        levels: dict[Level, dict[str, str]] = {Level.SESSION: {}, Level.ARM: {}}
        for name, value in fixed.items():
            conditions[name].value(value)
            levels[conditions[name].level][name] = value
        yield ArmRow(kind, ordered(levels[Level.SESSION]), ordered(levels[Level.ARM]), done, line)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())
