from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.ledger.arm_table import read_arms
from harness.ledger.features import Table
from harness.model.arm import ArmKey, ArmKind
from harness.model.errors import SetupError

from .small import small_acts

ACTS = small_acts()
HEADER = ("kind", "mode", "switch", "suspended", "acts")


def table(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Table:
    return Table(5, header, tuple(enumerate(rows, 6)))


def test_a_row_with_several_values_stands_for_an_arm_of_each():
    found = read_arms(table(("restrictive", "private", "default, other", "", "visit,search")), ACTS, "f")
    assert [(row.consent, row.conditions, row.acts, row.line) for row in found] == [
        ((("switch", value),), (("mode", "private"),), ("visit", "search"), 6)
        for value in ("default", "other")
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            ("permisive", "normal", "", "", "visit"),
            "wanted a kind of arm, found 'permisive' (did you mean 'permissive'?)",
        ),
        (("", "normal", "", "", "visit"), "found '' (known: permissive, restrictive, blank, sham)"),
        (
            ("sham", "normal", "", "", "vist"),
            "wanted an act of acts.yaml, found 'vist' (did you mean 'visit'?)",
        ),
        (("sham", "normal", "", "", "visit, visit"), "wanted each act once, found 'visit' again"),
        (("sham", "normal", "", "", ""), "wanted acts in any arm but a blank one, found none"),
        (("blank", "normal", "", "", "visit"), "wanted acts in any arm but a blank one, found visit"),
        (
            ("sham", "privat", "", "", "visit"),
            "wanted a value of mode, one of normal, private, found 'privat'",
        ),
        (("sham", "normal", "", "a b", "visit"), "found 'a b'"),
        (("sham", "normal, normal", "", "", "visit"), "wanted each arm once, found that of line 7 again"),
        (("blank", "normal", "default", "", ""), "wanted each arm once, found that of line 6 again"),
    ],
)
def test_a_row_that_is_no_arm_is_refused_with_its_line(row, words):
    with pytest.raises(SetupError) as caught:
        read_arms(table(("blank", "normal", "default", "", ""), row), ACTS, "features/f.feature")
    assert str(caught.value).startswith("features/f.feature:7: wanted ")
    assert words in str(caught.value)
    assert str(caught.value).endswith("; correct the row")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("mode", "acts"), "wanted a column 'kind' in the table, found none"),
        (("kind", "mode"), "wanted a column 'acts' in the table, found none"),
        (("kind", "acts", "mod"), "as column, found 'mod' (did you mean 'mode'?)"),
        (("kind", "acts", "mode", "mode"), "wanted each column once, found 'mode' again"),
        (("kind", "acts", ""), "found ''"),
    ],
)
def test_a_header_that_names_no_condition_is_refused(header, words):
    with pytest.raises(SetupError) as caught:
        read_arms(table(header=header), ACTS, "f")
    assert str(caught.value).startswith("f:5: wanted ")
    assert words in str(caught.value)


def test_a_table_without_rows_is_refused():
    with pytest.raises(SetupError, match="f:5: wanted at least one arm in the table, found none"):
        read_arms(table(), ACTS, "f")


CELLS = st.tuples(
    st.sampled_from([str(kind) for kind in ArmKind if kind is not ArmKind.BLANK]),
    st.sampled_from(["normal", "private", "normal, private", ""]),
    st.sampled_from(["default", "other", "other, default"]),
    st.sampled_from(["", "com.example.push"]),
    st.sampled_from(["visit", "search", "search, visit"]),
)


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=4), st.permutations(range(len(HEADER))))
def test_any_table_gives_arms_of_its_own_or_is_refused_whatever_the_order_of_its_columns(rows, order):
    def read(places):
        header = tuple(HEADER[place] for place in places)
        return read_arms(
            table(*(tuple(row[place] for place in places) for row in rows), header=header), ACTS, "f"
        )

    alone = [
        (row[0], mode.strip(), switch.strip(), row[3], row[4])
        for row in rows
        for mode in row[1].split(",")
        for switch in row[2].split(",")
    ]
    if len(set(alone)) < len(alone):
        for places in (range(len(HEADER)), order):
            with pytest.raises(SetupError, match="wanted each arm once"):
                read(places)
        return
    found = read(range(len(HEADER)))
    assert set(read(order)) == set(found)
    keys = [
        ArmKey("browser", row.kind, row.consent, row.conditions, tuple((act, 1) for act in row.acts))
        for row in found
    ]
    assert len(set(keys)) == len(keys) == len(alone)
