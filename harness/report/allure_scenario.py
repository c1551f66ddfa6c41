"""What a running scenario tells Allure: its claim, its steps, screenshots, traffic, witnesses.

Called by the hooks of `steps/`.  The label `claims_scenario` is what ties an Allure result to the final
judgements of that scenario (`allure_results.finalise`): a result without it ends as unproven.
"""

from __future__ import annotations

import dataclasses
import functools
import io
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import allure
from PIL import Image

from harness.model.claim import Claim, SourceGrade
from harness.model.judgement import Judgement
from harness.report.background import NOTHING, Background
from harness.report.judgement_text import headline, judgement_text
from harness.report.safe_text import block, one_line

SCENARIO_LABEL = "claims_scenario"
CLAIM_LABEL = "claims_claim"
PROPOSITION_LABEL = "claims_proposition"
RUN_LABEL = "claims_run"
THUMBNAIL_WIDTH = 320
"""Pixels."""
_GRADE = {
    SourceGrade.FULL: "The publisher's own text, read in full.",
    SourceGrade.PART: "The publisher's own text, read in part.",
    SourceGrade.PRESS: "Known through the press only: the publisher's own text could not be read.",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a scenario runs: the run's id, the handset's name and firmware, the app's title."""

    run: str
    handset: str
    firmware: str
    app: str


def label_scenario(
    scenario: str, title: str, claim: Claim, propositions: Sequence[str], scene: Scene
) -> None:
    """Marks the running Allure result.  `scenario` is the key that its judgements carry as `scenario`.

    The run is a parameter too, so that Allure never takes a second run for a retry of the first.
    """
    allure.dynamic.title(one_line(f"{title}: {scene.app} ({scene.handset})"))
    allure.dynamic.parent_suite(one_line(scene.handset))
    allure.dynamic.suite(claim.topic)
    allure.dynamic.sub_suite(claim.id)
    allure.dynamic.feature(claim.topic)
    allure.dynamic.story(f"{claim.id} {claim.title}")
    allure.dynamic.severity(claim.severity.value)
    allure.dynamic.tag(claim.id)
    allure.dynamic.description(description(claim, propositions))
    name = f"{claim.id}: {claim.source.author}, {claim.source.date}"
    allure.dynamic.link(claim.source.url, name=one_line(name))
    allure.dynamic.label(SCENARIO_LABEL, scenario)
    allure.dynamic.label(CLAIM_LABEL, claim.id)
    allure.dynamic.label(PROPOSITION_LABEL, *propositions)
    allure.dynamic.label(RUN_LABEL, scene.run)
    for field in dataclasses.fields(scene):
        allure.dynamic.parameter(field.name, _Bare(one_line(getattr(scene, field.name))))


def description(claim: Claim, propositions: Collection[str]) -> str:
    """What was said, by whom, how well that is known, and what of it this scenario tests (Markdown)."""
    source = claim.source
    said = f"**{claim.id}**: {claim.paraphrase}"
    if claim.words:
        said = f"**{claim.id}**: “{claim.words}”\n\nIn our words: {claim.paraphrase}"
    tested = [f"- {item.id}: {item.text}" for item in claim.propositions if item.id in propositions]
    parts = (
        said,
        f"Source: {source.author}, {source.date}. {_GRADE[source.grade]}",
        "Tested here:\n\n" + "\n".join(tested) if tested else "",
        f"Speaks of: {claim.scope}",
        f"Not tested of this claim: {claim.untested}" if claim.untested else "",
    )
    return "\n\n".join(block(part, 4000) for part in parts if part)


class _Bare:
    """A text that Allure shows without the quotes of a Python string."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


class GherkinSteps:
    """The Gherkin steps of one running scenario as Allure steps, one open at a time."""

    def __init__(self) -> None:
        self._open: AbstractContextManager[object] | None = None

    def start(self, keyword: str, text: str) -> None:
        """The beginning of a step; what is attached until `stop` lands inside it."""
        self.stop()
        self._open = allure.step(one_line(f"{keyword} {text}"))
        self._open.__enter__()

    def stop(self, error: BaseException | None = None) -> None:
        """The end of the open step, if any; an error decides its status."""
        step, self._open = self._open, None
        if step is not None:
            step.__exit__(type(error) if error else None, error, error.__traceback__ if error else None)


@functools.lru_cache(maxsize=256)
def thumbnail(picture: bytes, width: int = THUMBNAIL_WIDTH) -> bytes:
    """A JPEG of that width, small enough for a report of many scenarios; the run keeps the full picture."""
    with Image.open(io.BytesIO(picture)) as image:
        image.thumbnail((width, width * 4))
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()


def attach_jpeg(picture: bytes, name: str = "screen") -> None:
    """The phone's screen as uiautomator2 sends it."""
    allure.attach(picture, name=one_line(name), attachment_type=allure.attachment_type.JPG)


def attach_text(text: str, name: str) -> None:
    """A short text in the place of something that is not there."""
    allure.attach(block(text, 2000), name=one_line(name), attachment_type=allure.attachment_type.TEXT)


def attach_table(rows: Sequence[Sequence[str]], name: str) -> None:
    """A step's table, its columns below each other."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    attach_text("\n".join(lines), name)


def attach_judgement(judgement: Judgement, background: Background = NOTHING) -> None:
    """A provisional judgement with every witness, as readable text."""
    allure.attach(
        judgement_text(judgement, background),
        name=headline(judgement, background),
        attachment_type=allure.attachment_type.TEXT,
    )
