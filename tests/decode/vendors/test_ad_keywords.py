"""Ad keyword list, facts §3.6: known fields are explained."""

from __future__ import annotations

from harness.decode import unwrap
from harness.decode.vendors import ad_keywords
from tests.messages import sent


def leaves(body: bytes) -> dict[str, str | None]:
    return {
        leaf.path[-1]: leaf.field and leaf.field.citation
        for leaf in unwrap(sent(body)).leaves
        if leaf.path[0] == "body"
    }


def test_known_fields_are_explained_and_others_not() -> None:
    read = leaves(b'{"keywords":["one two"],"lastmodified":1,"other":"something"}')

    assert read["json:keywords[0]"] == ad_keywords.CITATION
    assert read["json:other"] is None
