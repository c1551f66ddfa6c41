"""Copies of stored runs with something missing, judged again as `claims judge` does."""

from __future__ import annotations

import functools
import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.judge import messages
from harness.model.arm import ArmKey
from harness.model.judgement import Judgement
from harness.ruling.final import judge_stored
from tests.chain.suite import BROWSER, lines

Line = dict[str, Any]


class Copy:
    """The lines of a stored run, file by file, to take some away; `write` makes a run folder of the rest."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.files = {path.stem: lines(path) for path in sorted((run / "data").glob("*.jsonl"))}

    def find(self, file: str, **wanted: Any) -> list[Line]:
        """Lines of a file with these fields; it is a mistake of the test if there are none."""
        found = [line for line in self.files[file] if all(line.get(key) == wanted[key] for key in wanted)]
        assert found, (file, wanted)
        return found

    def drop(self, file: str, gone: Iterable[Line]) -> None:
        numbers = {line["seq"] for line in gone}
        assert numbers
        self.files[file] = [line for line in self.files[file] if line["seq"] not in numbers]

    def arm(self, position: str = "other", kind: str = "restrictive", *, suspended: bool = False) -> str:
        """The arm of that kind in that position of the switch."""
        (found,) = [
            key.id
            for key in self.arms()
            if key.kind == kind
            and key.every["switch"] == position
            and ("suspended" in key.every) is suspended
        ]
        return found

    def arms(self) -> list[ArmKey]:
        """Every arm, in the order of opening."""
        return [ArmKey.parse(line["arm"]) for line in self.find("timeline", what="arm-opened")]

    def session(self, position: str = "other") -> str:
        (found,) = {key.session.id for key in self.arms() if key.every["switch"] == position}
        return found

    def span(self, arm: str) -> tuple[int, int]:
        """The sequence numbers of an arm's ends."""
        (opened,) = self.find("timeline", what="arm-opened", arm=arm)
        (closed,) = self.find("timeline", what="arm-closed", arm=arm)
        return opened["seq"], closed["seq"]

    def within(self, file: str, arm: str, **wanted: Any) -> list[Line]:
        first, last = self.span(arm)
        return [line for line in self.find(file, **wanted) if first < line["seq"] < last]

    def forget(self, gone: Iterable[Line]) -> None:
        """Requests as if they were never made: neither sent nor answered nor counted."""
        names = {line["id"] for line in gone}
        assert names
        counted = [
            line for line in self.files["exchanges"] if line["event"] == "sent" and line["id"] in names
        ]
        self.drop("exchanges", [line for line in self.files["exchanges"] if line.get("id") in names])
        for line in self.files["exchanges"]:
            if line["event"] == "flow-closed" and line.get("requests") is not None:
                line["requests"] -= sum(1 for sent in counted if sent["conn"] == line["conn"])

    def write(self, folder: Path) -> Path:
        """A run folder; numbered anew, so that nothing but the missing thing itself is missing."""
        order = sorted(line["seq"] for found in self.files.values() for line in found)
        number = {seq: place for place, seq in enumerate(order, 1)}
        assert len(number) == len(order), "a number was given twice"
        data = folder / "data"
        shutil.copytree(self.run / "data", data, copy_function=os.link)
        for name, found in self.files.items():
            path = data / f"{name}.jsonl"
            path.unlink()
            path.write_text("".join(_line({**line, "seq": number[line["seq"]]}) for line in found))
        return folder


def _line(record: Line) -> str:
    """As the store writes it: the number first, no blanks."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decode each message once, however often it is judged.

    Decoding and searching are pure functions of a message (law 2); they take nearly all of the time.
    """
    plain_tree, plain_searcher = messages.Tree, messages.Searcher

    @functools.cache
    def tree(message: Any, *given: Any) -> Any:
        return plain_tree(message, *given)

    @functools.cache
    def searcher(planted: Any, salts: Any, *, formats: Any) -> Any:
        made = plain_searcher(planted, salts, formats=formats)
        search = functools.cache(
            lambda message: made.search(message, tree(message, messages.DEFAULT, formats))
        )
        return SimpleNamespace(
            search=lambda message, _=None: search(replace(message, sequence=0)),
            search_across=made.search_across,
        )

    monkeypatch.setattr(messages, "Tree", lambda message, *given: tree(replace(message, sequence=0), *given))
    monkeypatch.setattr(messages, "describe", functools.cache(messages.describe))
    monkeypatch.setattr(messages, "Searcher", searcher)


def judged(folder: Path, proposition: str = "INC-03.silent", app: str = BROWSER) -> Judgement:
    (one,) = [item for item in judge_stored(folder) if (item.proposition, item.app) == (proposition, app)]
    return one


Damage = Callable[[Copy], None]
