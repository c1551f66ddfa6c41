"""MIUI analytics, facts §3.4: known fields are explained."""

from __future__ import annotations

from harness.decode import unwrap
from harness.decode.vendors import miui_tracks
from tests.messages import sent


def leaves(body: bytes) -> dict[str, str | None]:
    return {
        leaf.path[-1]: leaf.field and leaf.field.citation
        for leaf in unwrap(sent(body)).leaves
        if leaf.path[0] == "body"
    }


def test_known_fields_are_explained_and_others_not() -> None:
    read = leaves(b'{"_ei_":"open","_app_":"browser","other":"something"}')

    assert read["json:_ei_"] == miui_tracks.CITATION
    assert read["json:other"] is None
