from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, replace
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.model.documents import PlanDocument, RunDocument, SeedDocument
from harness.model.errors import EvidenceError
from harness.model.lines import (
    ActDone,
    ActOutcome,
    CounterSample,
    Fault,
    IdentifierRead,
    Line,
    UidCount,
    Waiting,
)
from harness.model.planted import End
from harness.model.wire import Failed
from harness.store.adapters import (
    BENCH_FILES,
    EXCHANGES,
    IDENTIFIERS,
    TIMELINE,
    LineFile,
    clean,
    decode_document,
    encode_document,
)

FILES = (*BENCH_FILES, EXCHANGES)
KINDS = [(file, kind) for file in FILES for kind in file.kinds]
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(Mapping, lambda kind: st.dictionaries(*map(st.from_type, get_args(kind))))


def written(file: LineFile, line: Line) -> bytes:
    fields = file.encode(line)
    return b'{"seq":%d,"t":%d%s%s}' % (line.sequence, line.time_us, b"," if fields else b"", fields)


def test_every_line_belongs_to_one_file():
    kinds = [kind for _, kind in KINDS]
    assert len(set(kinds)) == len(kinds)
    assert {kind.__name__ for kind in kinds} == {kind.__name__ for kind in Line.__subclasses__()}


@pytest.mark.parametrize(("file", "kind"), KINDS, ids=lambda value: getattr(value, "__name__", None))
def test_every_line_comes_back_equal(file, kind):
    @settings(max_examples=25, deadline=None)
    @given(st.from_type(kind))
    def comes_back(line):
        assert file.decode(written(file, line)) == line

    comes_back()


@pytest.mark.parametrize("kind", [RunDocument, PlanDocument, SeedDocument])
def test_every_document_comes_back_equal(kind):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(kind))
    def comes_back(document):
        assert decode_document(kind, encode_document(document)) == document

    comes_back()


def test_what_says_nothing_is_left_out_and_what_tells_kinds_apart_stands_first():
    done = ActDone(arm="a", act="visit", number=1, outcome=ActOutcome.DONE)
    assert TIMELINE.encode(done) == b'"what":"act","arm":"a","act":"visit","number":1,"outcome":"done"'


def test_text_that_utf_8_cannot_carry_is_written_as_it_can_be_read():
    failed = Failed(error="\udcff ü", host="\ud800")
    found = EXCHANGES.decode(written(EXCHANGES, failed))
    assert found == Failed(error="\\udcff ü", host="\\ud800")
    count = UidCount(1, 2, 3, 4)
    sample = CounterSample(
        place="\udc80", at=End.START, source="", marks=("", ""), uids={5: count}, interfaces={"\udc80": (1,)}
    )
    (file,) = (file for file in FILES if CounterSample in file.kinds)
    assert file.decode(written(file, sample)) == replace(
        sample, place="\\udc80", interfaces={"\\udc80": (1,)}
    )


@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_clean_text_is_what_it_was(value):
    assert clean(value) == value


LINE = {"seq": 1, "t": 2, "what": "fault", "fault": "x", "detail": "y"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"more": 1}, "more"),
        ({"sequence": 1}, "sequence"),
        ({"what": "faults"}, "what"),
        ({"what": None}, "what"),
        ({"fault": 5}, "fault.fault: Input should be a valid string, found 5"),
        ({"detail": None}, "detail"),
        ({"arm": False}, "arm"),
        ({"seq": "1"}, "seq"),
        ({"seq": 1.0}, "seq"),
        ({"seq": True}, "seq"),
    ],
)
def test_a_line_that_is_not_of_its_type_is_refused(change, said):
    assert TIMELINE.decode(json.dumps(LINE).encode()) == Fault(sequence=1, time_us=2, fault="x", detail="y")
    with pytest.raises(EvidenceError, match=said):
        TIMELINE.decode(json.dumps(LINE | change).encode())


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"null", b'{"seq":1', b"[" * 100_000, b'{"seq":1,"t":2}', b"\xff"]
)
def test_what_is_no_line_is_refused(text):
    for file in FILES:
        with pytest.raises(EvidenceError):
            file.decode(text)


def test_a_part_of_a_line_takes_no_unknown_field_either():
    line = {
        "seq": 1,
        "t": 2,
        "place": "run",
        "at": "start",
        "source": "s",
        "marks": ["a", "b"],
        "interfaces": {},
    }
    count = asdict(UidCount(1, 2, 3, 4))
    (file,) = (file for file in FILES if CounterSample in file.kinds)
    assert file.decode(json.dumps(line | {"uids": {"7": count}}).encode()).uids == {7: UidCount(1, 2, 3, 4)}
    for uids in ({"7": count | {"more": 1}}, {"x": count}, {"7": {"tx_bytes": 1}}):
        with pytest.raises(EvidenceError, match="uids"):
            file.decode(json.dumps(line | {"uids": uids}).encode())


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (TIMELINE, Waiting(session="s", seconds="5")),
        (TIMELINE, ActDone(arm="a", act="b", number=1, outcome="perhaps")),
        (EXCHANGES, Failed(error=b"bytes")),
        (IDENTIFIERS, IdentifierRead(name="a", value=5, route="", why_not="", registry_prefix=0)),
    ],
)
def test_a_value_of_another_type_is_never_written(file, line):
    with pytest.raises(ValueError):
        file.encode(line)


def test_a_default_that_is_left_out_says_nothing():
    for _, kind in KINDS:
        for name, field in kind.__dataclass_fields__.items():
            if field.default is not MISSING and name not in {"what", "event", "__pydantic_config__"}:
                assert not field.default, f"{kind.__name__}.{name}"


SEED = SeedDocument(seed="ab")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "wanted JSON"),
        ("[]", "wanted schema claims/seed/v1, found None"),
        ('{"seed":"ab"}', "wanted schema claims/seed/v1, found None"),
        ('{"seed":"ab","schema":"claims/seed/v9"}', "found 'claims/seed/v9'$"),
        ('{"seed":"ab","schema":["claims/seed/v1"]}', "wanted schema"),
        ('{"seed":5,"schema":"claims/seed/v1"}', "seed: Input should be a valid string"),
        ('{"seed":"ab","schema":"claims/seed/v1","more":1}', "more"),
        ("[" * 100_000, "wanted JSON"),
    ],
)
def test_a_document_of_another_shape_is_refused(text, said):
    with pytest.raises(EvidenceError, match=said):
        decode_document(SeedDocument, text.encode())


@pytest.mark.parametrize(("kind", "name"), [(RunDocument, "run"), (PlanDocument, "plan")])
def test_a_former_format_is_refused_with_the_release_that_reads_it(kind, name):
    with pytest.raises(
        EvidenceError, match=rf"wanted schema claims/{name}/v2, found .*v1'; release 0.1.0 reads"
    ):
        decode_document(kind, b'{"schema":"claims/%s/v1"}' % name.encode())


def test_a_document_can_be_read_by_a_person():
    text = encode_document(SEED)
    assert text == b'{\n "seed": "ab",\n "schema": "claims/seed/v1"\n}\n'
