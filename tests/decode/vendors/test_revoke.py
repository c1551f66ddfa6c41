"""Revoke request, facts §3.7: known fields are explained."""

from __future__ import annotations

from harness.decode import unwrap
from harness.decode.vendors import revoke
from tests.messages import sent


def leaves(body: bytes) -> dict[str, str | None]:
    return {
        leaf.path[-1]: leaf.field and leaf.field.citation
        for leaf in unwrap(sent(body)).leaves
        if leaf.path[0] == "body"
    }


def test_known_fields_are_explained_and_others_not() -> None:
    read = leaves(b'{"appModule":"com.x","imei1sign":"abcdef","other":"something"}')

    assert read["json:imei1sign"] == revoke.CITATION
    assert read["json:other"] is None
