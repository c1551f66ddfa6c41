"""XML 1.0: texts and attributes of every element; entities that a document defines are refused."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "xml"
_WHITE = b" \t\r\n"


def matches(data: bytes) -> bool:
    """Whether it begins as an element or a declaration and ends as an element."""
    head = data[:16].lstrip(_WHITE)
    return head[:1] == b"<" and len(head) > len("<a") and data[-64:].rstrip(_WHITE)[-1:] == b">"


class _Target:
    """Collects texts and attributes as the parser meets them; keeps no tree."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._names: list[str] = []
        self._texts: list[list[str]] = []
        self._seen: list[dict[str, int]] = [{}]
        self.found: list[Part] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if len(self._names) >= self._budget.nesting:
            raise Refusal(GapReason.BUDGET, f"XML nested deeper than {self._budget.nesting}", self.found)
        name = tag.rpartition("}")[2]
        number = self._seen[-1].get(name, 0)
        self._seen[-1][name] = number + 1
        self._names.append(f"{name}[{number}]" if number else name)
        self._texts.append([])
        self._seen.append({})
        for key, value in attributes.items():
            self._note(f"@{key.rpartition('}')[2]}", value)

    def _note(self, end: str, text: str) -> None:
        self.found.append((f"xml:{'/'.join(self._names)}{end}", text.encode("utf-8", "surrogatepass")))

    def data(self, text: str) -> None:
        """Characters between two tags."""
        if self._texts:
            self._texts[-1].append(text)

    def comment(self, text: str) -> None:
        """A comment."""
        self._note("/comment()", text)

    def pi(self, target: str, data: str = "") -> None:
        """A processing instruction."""
        self._note(f"/?{target}", data)

    def end(self, _tag: str) -> None:
        """An element closes."""
        text = "".join(self._texts.pop()).strip()
        if text:
            self._note("", text)
        self._names.pop()
        self._seen.pop()

    def close(self) -> list[Part]:
        """The document ends."""
        return self.found


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts (`xml:a/b`), attributes (`xml:a/b@c`) and comments.

    Raises ValueError where it is not XML or defines entities, Refusal beyond the budget.
    """
    if data.count(b"<") + data.count(b"=") > budget.structure:
        raise Refusal(GapReason.BUDGET, f"XML of more than {budget.structure} tags")
    target = _Target(budget)
    parser = DefusedXMLParser(target=target, forbid_entities=True)  # type: ignore[no-untyped-call]
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException as e:
        raise Refusal(GapReason.BUDGET, "XML that defines entities of its own", target.found) from e
    except ParseError as e:
        raise ValueError("not XML") from e
    except LookupError as e:  # an encoding that nobody knows
        raise ValueError("not XML") from e
    return target.found
