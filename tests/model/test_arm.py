from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.model.arm import ArmKey, ArmKind, SessionKey

SWITCH = (("switch", "other"),)
PRIVATE = (("mode", "private"),)
ACTS = (("visit", 3), ("open-folder", 3))
ARM = ArmKey("notes", ArmKind.RESTRICTIVE, SWITCH, PRIVATE, ACTS)
BLANK = ArmKey("notes", ArmKind.BLANK, (), (), (), 2)


def words(name: str, value: str) -> str:
    return f"with {name} {value}"


def test_an_identity_is_read_aloud_and_read_back():
    assert ARM.id == "notes/restrictive/switch=other/mode=private/visit3+open-folder3/r1"
    assert BLANK.id == "notes/blank/as-shipped/plain/no-act/r2"
    assert ARM.session == SessionKey("notes", SWITCH)
    assert ARM.session.id == "notes/switch=other/r1"
    assert BLANK.session.id == "notes/as-shipped/r2"
    assert ARM.every == {"switch": "other", "mode": "private"}
    assert ARM.words(words) == "notes, with mode private, with switch other"
    assert BLANK.words(words, "Notes") == "Notes, nothing done, repeat 2"
    assert BLANK.session.words(words, "Notes") == "Notes, repeat 2"
    sham = ArmKey("notes", ArmKind.SHAM, (), (), ACTS)
    assert sham.words(words) == "notes, the same taps without content"


NAMES = st.from_regex(r"[a-z]([a-z-]{0,6}[a-z])?", fullmatch=True)
PAIRS = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9-]{0,6}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,8}[A-Za-z0-9])?", fullmatch=True),
    max_size=4,
)


@st.composite
def arms(draw):
    pairs = sorted(draw(PAIRS).items())
    cut = draw(st.integers(0, len(pairs)))
    kind = draw(st.sampled_from(ArmKind))
    acts = draw(st.dictionaries(NAMES, st.integers(1, 999_999), min_size=1, max_size=3))
    done = () if kind is ArmKind.BLANK else tuple(acts.items())
    repeat = draw(st.integers(1, 9999))
    return ArmKey(draw(NAMES), kind, tuple(pairs[:cut]), tuple(pairs[cut:]), done, repeat)


@given(arms())
def test_every_identity_is_read_back_from_its_id(arm):
    assert ArmKey.parse(arm.id) == arm
    assert SessionKey.parse(arm.session.id) == arm.session


@given(arms(), arms())
def test_two_arms_have_two_ids(one, other):
    assert (one.id == other.id) == (one == other)


@given(st.text(max_size=30))
def test_any_other_text_is_refused(text):
    for parse in (ArmKey.parse, SessionKey.parse):
        try:
            found = parse(text)
        except ValueError:
            continue
        assert found.id == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "wanted the id of an arm, 6 parts"),
        ("notes/blank/as-shipped/plain/no-act", "6 parts"),
        (f"{ARM.id}/suspended=push", "6 parts"),
        (ARM.id.replace("restrictive", "strict"), "'strict' is not a valid ArmKind"),
        (ARM.id.replace("switch=other", "switch"), "wanted conditions like mode=incognito"),
        (ARM.id.replace("switch=other", "a=b=c"), "found a=b=c"),
        (ARM.id.replace("visit3", "visit"), "wanted an act with its count, found 'visit'"),
        (ARM.id.replace("visit3", "visit0"), "wanted an act with its count"),
        (ARM.id.replace("/r1", "/r0"), "wanted a repeat like r1, found 'r0'"),
        (ARM.id.replace("/r1", "/r01"), "wanted a repeat like r1"),
        (ARM.id.replace("visit3+open-folder3", "no-act"), "a blank arm has no act, any other has one"),
        (ARM.id.replace("restrictive", "blank"), "a blank arm has no act"),
        (ARM.id.replace("visit3+", "open-folder3+"), "names each condition and act once"),
        (ARM.id.replace("mode=private", "switch=other"), "names each condition and act once"),
        (ARM.id.replace("mode=private", "b=1+a=1"), "kept once each, sorted by name"),
        (ARM.id.replace("notes", "Notes"), "short name must be like notes"),
    ],
)
def test_an_id_that_names_no_arm_is_refused(text, words):
    with pytest.raises(ValueError, match=r"\S") as caught:
        ArmKey.parse(text)
    assert words in str(caught.value)


def test_an_act_whose_name_ends_in_a_digit_could_not_be_read_back():
    with pytest.raises(ValueError, match="a name without digits and a count from 1, found visit1 2"):
        replace(ARM, acts=(("visit1", 2),))


def test_a_session_is_counted_from_one():
    for repeat in (0, 10_000):
        with pytest.raises(ValueError, match=f"counted from 1 to 9999, found {repeat}"):
            SessionKey("notes", (), repeat)
    with pytest.raises(ValueError, match="wanted the id of a session, 3 parts"):
        SessionKey.parse(ARM.id)
