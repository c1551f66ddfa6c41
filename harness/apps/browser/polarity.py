"""Which position of the incognito switch is the silent one, read from the words on the screen.

Its polarity is disputed between sources (facts §2.3), so it is taken from what the phone itself
promises.  A text that is not understood, or whose sentences disagree, raises: a guess would turn a
*violated* into a *holds* and back.
"""

from __future__ import annotations

import re
from enum import StrEnum

from harness.model.errors import MeasurementLost


class Position(StrEnum):
    """Where a switch stands."""

    ON = "on"
    OFF = "off"

    @property
    def other(self) -> Position:
        """The opposite position."""
        return Position.OFF if self is Position.ON else Position.ON


_COLLECT = r"(?:collect|upload|sen[dt]|shar|record|report|aggregat)\w*"
_NOT = r"\b(?:cannot|not|never|no longer|stops?|without|no (?:\w+ ){0,4}(?:data|statistics))\b|n't\b"
_UNSURE = r"\b(?:only|just|more|less|some|partly|also|additional(?:ly)?|may|might|except|sometimes)\b"
"""Words that make a sentence say less than all or nothing."""
_SUBJECT = r"(?:data|statistics|usage|information|browsing)"

PHRASES: tuple[tuple[str, str], ...] = (
    (
        "position first",
        r"^(?:when|if|while) (?:this |it |the switch )?(?:is |are )?(?:turned |switched )?(on|off)\b",
    ),
    ("verb first", r"^(?:turn|switch|set) (?:this |it )?(on|off) (?:to|so that|and)\b"),
    (
        "position last",
        r"\b(?:when|if|while|unless) (?:this |it )?(?:is )?(?:turned |switched )?(on|off)$",
    ),
)
"""Ways to say at which position something happens: name, and pattern of the position."""


def silent_position(summary: str) -> Position:
    """The position in which, by the words of the switch, nothing is collected.

    Raises MeasurementLost where the words do not say it unmistakably.
    """
    sentences = [part for part in re.split(r"[.;!\n]+\s*", _plain(summary)) if part.strip()]
    found = {position for sentence in sentences if (position := _sentence(sentence)) is not None}
    if len(found) != 1:
        raise MeasurementLost(
            f"wanted words that say which position of the switch is silent, found {summary!r}; "
            "read it and add its phrase to the table with its polarity"
        )
    return found.pop()


def _sentence(sentence: str) -> Position | None:
    """The silent position that one sentence states, None where it states none."""
    if re.search(_UNSURE, sentence):
        return None
    if not re.search(_COLLECT, sentence) or not re.search(_SUBJECT, sentence):
        return None
    positions = set()
    for _, pattern in PHRASES:
        match = re.search(pattern, sentence)
        if match is not None:
            stated = Position(match[1])
            if "unless" in match[0]:
                stated = stated.other
            positions.add(stated)
    if len(positions) != 1:
        return None
    stated = positions.pop()
    negations = len(re.findall(_NOT, sentence))
    if negations > 1:
        return None
    return stated if negations else stated.other


def _plain(text: str) -> str:
    lowered = text.lower().replace("\u2019", "'").replace("\u00a0", " ")
    return re.sub(r"[ \t]+", " ", lowered.replace(",", " ")).strip()
