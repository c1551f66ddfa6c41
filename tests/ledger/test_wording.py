from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.ledger import load_acts
from harness.ledger.wording import JUDGED, NOTHING, read_when, same_words
from harness.model.condition import ANY

from .conftest import FEATURES
from .small import small_acts

SHIPPED = load_acts((FEATURES / "acts.yaml").read_text("utf-8"), "features/acts.yaml")
JOINTS = st.sampled_from([" and ", ", ", ", and ", " "])


@st.composite
def sentences(draw):
    """(text, acts, conditions) over every act and condition that is shipped."""
    done = draw(st.lists(st.sampled_from(SHIPPED.acts), unique=True, max_size=4))
    fixed = draw(st.lists(st.sampled_from(SHIPPED.conditions), unique=True, max_size=4))
    words = [act.plural for act in done] or [NOTHING]
    conditions = {}
    for condition in fixed:
        value = draw(st.sampled_from(condition.values)).value
        if value == ANY:
            value = draw(st.from_regex(r"[a-z][a-z0-9]{0,5}(\.[a-z0-9]{1,5}){0,3}", fullmatch=True))
        conditions[condition.name] = value
        words.append(condition.words(value))
    text = words[0] + "".join(draw(JOINTS) + word for word in words[1:])
    return text, tuple(act.id for act in done), conditions


@settings(deadline=None)
@given(sentences())
def test_what_is_written_in_the_words_of_the_acts_is_read_back(sentence):
    text, done, conditions = sentence
    looked = read_when(text, SHIPPED)
    assert (looked.acts, looked.conditions) == (done, conditions)


@given(st.text(max_size=60))
def test_any_other_text_is_refused(text):
    with pytest.raises(ValueError, match=r"wanted .*, found "):
        read_when(f"x{text}", SHIPPED)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "wanted acts in the words of acts.yaml, found ''"),
        ("pages are vsited", "found 'pages are vsited' (did you mean 'pages are visited'?)"),
        ("pages are visitedly", "did you mean 'pages are visited'?"),
        (
            "pages are visited and terms are serched",
            "found 'terms are serched' (did you mean 'terms are searched'?)",
        ),
        (
            "pages are visited in privat mode",
            "wanted a condition in the words of acts.yaml, found 'in privat mode' (did",
        ),
        ("pages are visited and pages are visited", "wanted each act once, found 'pages are visited' again"),
        ("nothing is done in normal mode in private mode", "wanted each condition once, found mode again"),
        ("nothing is done in normal modest", "found 'in normal modest'"),
        ("nothing is done and pages are visited", "found 'pages are visited'"),
        ("in normal mode pages are visited", "wanted acts in the words"),
        ("nothing is done with two things suspended", "found 'with two things suspended'"),
        ("nothing is done,", "wanted a condition in the words of acts.yaml, found ','"),
    ],
)
def test_what_is_not_understood_is_named(text, words):
    with pytest.raises(ValueError, match=r"wanted .*, found ") as caught:
        read_when(text, small_acts())
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("stated", "text", "same"),
    [
        ("nothing leaves", "Nothing leaves.", True),
        ("nothing  leaves", "Nothing\nleaves", True),
        ("nothing leaves it", "Nothing leaves.", False),
        ("nothing Leaves", "Nothing leaves.", False),
        ("", "", True),
    ],
)
def test_a_then_says_what_the_ledger_says(stated, text, same):
    assert same_words(stated, text) is same


def test_a_then_has_its_id_behind_its_words():
    match = JUDGED.fullmatch("what (so to speak) is said (PRIV-01.address)")
    assert match is not None
    assert match.groupdict() == {"text": "what (so to speak) is said", "proposition": "PRIV-01.address"}
    assert JUDGED.fullmatch("what is said (PRIV-01)") is None
