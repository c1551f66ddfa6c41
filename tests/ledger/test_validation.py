from __future__ import annotations

import pytest
from pydantic import Field, model_validator

from harness.ledger.document import read_document
from harness.ledger.validation import Entry, make, validate, wrong
from harness.model.errors import SetupError


class Row(Entry):
    name: str
    count: int

    @model_validator(mode="after")
    def _named(self) -> Row:
        if not self.name:
            raise ValueError("wanted a name")
        return self


class Table(Entry):
    rows: list[Row] = Field(min_length=1)


GOOD = "rows:\n  - name: a\n    count: 1\n"


def test_a_good_document_becomes_its_model():
    assert validate(read_document(GOOD, "t"), Table).rows[0].count == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + "    colour: red\n", "t.yaml:4: wanted only known keys in rows.0, found 'colour'"),
        ("rows:\n  - name: a\n  - name: b\n    count: 1\n", "t.yaml:2: wanted the key 'count' in rows.0"),
        ("rows:\n  - name: a\n    count: '1'\n", "t.yaml:3: rows.0.count: "),
        ("rows: " + "x" * 500, "t.yaml:1: rows: "),
        ("5\n", "t.yaml:1: the document: "),
        ("rows: []\n", "t.yaml:1: wanted at least one entry in rows, found none; add one"),
        (
            GOOD.replace("name: a", "name: ''"),
            't.yaml:2: rows.0: wanted a name, found {"count": 1, "name": ""}',
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, message):
    with pytest.raises(SetupError) as caught:
        validate(read_document(text, "t.yaml"), Table)
    assert str(caught.value).startswith(message)
    assert len(str(caught.value)) < 300


def test_further_errors_are_counted_and_an_unknown_key_comes_first():
    with pytest.raises(SetupError, match=r"t:3: .*'x'.*\(2 more such\)"):
        validate(read_document("rows:\n  - {}\nx: 1\n", "t"), Table)


def test_an_invariant_of_the_model_is_told_with_the_line():
    def build() -> None:
        raise ValueError("wanted more, found less")

    with pytest.raises(SetupError, match="t:2: wanted more, found less; correct the entry"):
        make(read_document(GOOD, "t"), ("rows", 0), build)
    assert str(wrong(read_document(GOOD, "t"), ("rows", 0, "count"), "x")) == "t:3: x; correct the entry"
