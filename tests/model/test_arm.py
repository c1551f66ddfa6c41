from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.model.arm import ArmKey, ArmKind, SessionKey
from harness.model.condition import ordered

NAMES = st.from_regex(r"[a-z][a-z0-9-]*", fullmatch=True)
VALUES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._,-]*", fullmatch=True)
ACTS = st.from_regex(r"[a-z]([a-z-]*[a-z])?", fullmatch=True)
COUNTS = st.integers(1, 999_999)


@st.composite
def keys(draw):
    pairs = sorted(draw(st.dictionaries(NAMES, VALUES, max_size=5)).items())
    of_session = draw(st.sets(st.sampled_from([name for name, _ in pairs]))) if pairs else set()
    acts = tuple(draw(st.dictionaries(ACTS, COUNTS, max_size=4)).items())
    kinds = [kind for kind in ArmKind if (kind is ArmKind.BLANK) != bool(acts)]
    return ArmKey(
        draw(NAMES),
        draw(st.sampled_from(kinds)),
        tuple(pair for pair in pairs if pair[0] in of_session),
        tuple(pair for pair in pairs if pair[0] not in of_session),
        acts,
        draw(st.integers(1, 9999)),
    )


KEY = ArmKey(
    "some-browser",
    ArmKind.RESTRICTIVE,
    (("switch", "other"),),
    (("mode", "incognito"), ("suspended", "com.example.push")),
    (("visit", 3), ("search", 2)),
)


@given(keys())
def test_an_id_names_its_key_and_no_other(key):
    assert ArmKey.parse(key.id) == key
    assert SessionKey.parse(key.session.id) == key.session


@given(keys(), keys())
def test_two_keys_never_share_an_id(one, other):
    assert (one.id == other.id) == (one == other)


@given(st.text())
def test_any_text_is_the_id_of_a_key_or_an_error(text):
    for kind in (ArmKey, SessionKey):
        try:
            assert kind.parse(text).id == text
        except ValueError:
            continue


def test_an_id_can_be_read_by_a_person():
    own = "mode=incognito+suspended=com.example.push"
    assert KEY.id == f"some-browser/restrictive/switch=other/{own}/visit3+search2/r1"
    blank = ArmKey("notes", ArmKind.BLANK, (), (), (), 2)
    assert blank.id == "notes/blank/as-shipped/plain/no-act/r2"
    assert KEY.session.id == "some-browser/switch=other/r1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "notes",
        "notes/blank/as-shipped/plain/no-act",
        "notes/blank/as-shipped/plain/no-act/r0",
        "notes/blank/as-shipped/plain/no-act/r01",
        "notes/blank/as-shipped/plain/no-act/r10000",
        "notes/blank/as-shipped/plain/no-act/r1\n",
        "notes/blank/as-shipped/plain/no-act/r1/",
        "notes/blank/as-shipped/plain/no-act/r\u0661",
        "notes/nothing/as-shipped/plain/no-act/r1",
        "notes/blank/as-shipped/plain/visit1/r1",
        "notes/sham/as-shipped/plain/no-act/r1",
        "notes/sham/as-shipped/plain/visit/r1",
        "notes/sham/as-shipped/plain/visit0/r1",
        "notes/sham/as-shipped/plain/visit1+visit2/r1",
        "notes/sham/as-shipped/plain/visit1+/r1",
        "notes/sham/b=1+a=1/plain/visit1/r1",
        "notes/sham/a=1/a=1/visit1/r1",
        "notes/sham/a/plain/visit1/r1",
        "notes/sham/a=/plain/visit1/r1",
        "notes/sham/a=b=c/plain/visit1/r1",
        "notes/sham/plain/as-shipped/visit1/r1",
        "../sham/as-shipped/plain/visit1/r1",
        "Notes/sham/as-shipped/plain/visit1/r1",
    ],
)
def test_a_hostile_id_is_refused(text):
    with pytest.raises(ValueError):
        ArmKey.parse(text)


@pytest.mark.parametrize("text", ["", "notes/r1", "notes/as-shipped/r0", "notes/a=1+a=2/r1", "n/b=1+a=1/r1"])
def test_a_hostile_id_of_a_session_is_refused(text):
    with pytest.raises(ValueError):
        SessionKey.parse(text)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"app": "Some Browser"}, "short name"),
        ({"kind": ArmKind.BLANK}, "a blank arm has no act"),
        ({"acts": ()}, "any other has one"),
        ({"acts": (("visit", 0),)}, "a count from 1"),
        ({"acts": (("visit2", 1),)}, "without digits"),
        ({"acts": (("visit", 1), ("visit", 2))}, "each condition and act once"),
        ({"consent": (("mode", "other"),)}, "each condition and act once"),
        ({"consent": (("a", "1"), ("a", "2"))}, "once each"),
        ({"conditions": (("b", "1"), ("a", "1"))}, "sorted by name"),
        ({"conditions": (("b", "x/y"),)}, "wanted a condition like"),
        ({"repeat": 0}, "counted from 1"),
    ],
)
def test_an_arm_that_cannot_be_is_refused(change, said):
    fields = {name: getattr(KEY, name) for name in ("app", "kind", "consent", "conditions", "acts", "repeat")}
    with pytest.raises(ValueError, match=said):
        ArmKey(**fields | change)


def test_its_words_name_what_is_fixed_and_what_is_not_done():
    def words(condition, value):
        return f"{condition} set to {value}"

    key = ArmKey(
        "notes", ArmKind.SHAM, ordered({"switch": "off"}), ordered({"mode": "x"}), (("visit", 1),), 2
    )

    assert key.words(words, "Notes") == (
        "Notes, mode set to x, the same taps without content, switch set to off, repeat 2"
    )
    assert key.session.words(words) == "notes, switch set to off, repeat 2"
    assert ArmKey("notes", ArmKind.BLANK, (), (), ()).words(words) == "notes, nothing done"
