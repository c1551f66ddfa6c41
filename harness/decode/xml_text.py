"""XML 1.0: names, texts and attributes of every element; entities that a document defines are refused."""

from __future__ import annotations

from harness.decode import xml_events
from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.decode.xml_events import utf8
from harness.model.message import GapReason

NAME = "xml"
_WHITE = b" \t\r\n"


def matches(data: bytes) -> bool:
    """Whether it begins as an element or a declaration and ends as an element."""
    head = data[:16].lstrip(_WHITE)
    return head[:1] == b"<" and len(head) > len("<a") and data[-64:].rstrip(_WHITE)[-1:] == b">"


class _Leaves:
    """Collects names, texts and attributes as the parser meets them; keeps no tree."""

    prefix = "xml:"

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._names: list[str] = []
        self._texts: list[list[str]] = []
        self._seen: list[dict[str, int]] = [{}]
        self._said: set[str] = set()
        self.found: list[Part] = []

    def place(self) -> str:
        """The step of the element that is open."""
        return self.prefix + "/".join(self._names)

    def start(self, tag: str, attributes: list[str]) -> None:
        """An element opens."""
        if len(self._names) >= self._budget.nesting:
            raise Refusal(GapReason.BUDGET, f"XML nested deeper than {self._budget.nesting}", self.found)
        name = tag.rpartition(":")[2]
        number = self._seen[-1].get(name, 0)
        self._seen[-1][name] = number + 1
        above = self.place()
        self._say(f"{above}/{{{tag}}}" if self._names else f"{above}{{{tag}}}", tag)
        self._names.append(f"{name}[{number}]" if number else name)
        self._texts.append([])
        self._seen.append({})
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            self._note(f"@{key.rpartition(':')[2]}", value)
            self._say(f"{self.place()}@{{{key}}}", key)

    def _say(self, step: str, name: str) -> None:
        """Notes a name, once for each place."""
        if step not in self._said:
            self._said.add(step)
            self.found.append((step, utf8(name)))

    def _note(self, end: str, text: str) -> None:
        self.found.append((self.place() + end, utf8(text)))

    def text(self, text: str) -> None:
        """Characters between two tags."""
        self._texts[-1].append(text)

    def end(self, _tag: str) -> None:
        """An element closes."""
        text = "".join(self._texts.pop()).strip()
        if text:
            self._note("", text)
        for name, count in self._seen.pop().items():
            if count > 1:
                self._note(f"/{name}[]", str(count))
        self._names.pop()


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts (`xml:a/b`), names (`xml:a/{b}`), attributes (`xml:a/b@c`), comments, instructions, declarations.

    Raises ValueError where it is not XML, Refusal where it defines entities or is beyond the budget.
    """
    if data.count(b"<") + data.count(b"=") > budget.structure:
        raise Refusal(GapReason.BUDGET, f"XML of more than {budget.structure} tags")
    leaves = _Leaves(budget)
    xml_events.read(data, leaves)
    return leaves.found


def account(data: bytes, budget: Budget) -> Accounted:
    """Tags that open, texts and marks are content; tags that close, and white space, structure."""
    unpack(data, budget)
    return xml_events.account(data)
