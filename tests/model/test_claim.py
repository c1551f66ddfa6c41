from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.claim import (
    AppScope,
    Breadth,
    Claim,
    ClaimId,
    Kind,
    Observable,
    PerGrade,
    Proposition,
    PropositionId,
    Severity,
    Source,
    SourceGrade,
)

ADDRESS = Proposition(
    id=PropositionId("INC-02.address"),
    text="Nothing leaves.",
    kind=Kind.ABSENCE,
    rule="content-absence",
    apps=(AppScope("com.example.browser", Breadth.NARROW),),
    minimum_n=PerGrade(3, 20),
    parameters={"within": "usage-statistics"},
)
CLAIM = Claim(
    id=ClaimId("INC-02"),
    topic="incognito",
    title="A title",
    words="will never know",
    paraphrase="It says so.",
    source=Source("https://example.com", "2020-05-02", "Somebody", SourceGrade.PART),
    severity=Severity.CRITICAL,
    observable=(Observable.NET,),
    propositions=(ADDRESS,),
    untested=None,
    scope="the app",
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "INC-2"}, "must be like INC-02"),
        ({"topic": "In cognito"}, "topic must be"),
        ({"title": ""}, "needs a title"),
        ({"observable": ()}, "what shows it"),
        ({"words": "one two three four five six seven eight nine ten eleven twelve 13"}, "quotes 13 words"),
        ({"words": ""}, "quotes 0 words"),
        ({"propositions": ()}, "does not say why"),
        ({"propositions": (), "untested": " "}, "does not say why"),
        ({"tags": ("needs account",)}, "a word like needs-account"),
        ({"tags": ("a", "a")}, "named once"),
        ({"id": "INC-03"}, "of another claim"),
        ({"propositions": (ADDRESS, ADDRESS)}, "names a proposition twice"),
    ],
)
def test_a_claim_that_cannot_stand_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        replace(CLAIM, **change)


def test_twelve_words_may_be_quoted_and_an_untested_claim_may_say_why():
    assert replace(CLAIM, words="a b c d e f g h i j k l").words
    assert replace(CLAIM, propositions=(), untested="Never on a phone.").untested


def test_a_source_says_where_when_and_who():
    with pytest.raises(ValueError, match="web address"):
        Source("ftp://example.com", "2020", "A", SourceGrade.FULL)
    with pytest.raises(ValueError, match="YYYY"):
        Source("https://example.com", "2.5.2020", "A", SourceGrade.FULL)
    with pytest.raises(ValueError, match="name its author"):
        Source("https://example.com", "undated", "", SourceGrade.FULL)
