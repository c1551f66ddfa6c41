"""Nodes have paths, and gaps name them."""

from __future__ import annotations

from harness.decode import BUILT_IN, DecodeGap
from harness.decode.node import PLAIN
from harness.decode.nodes import Nodes
from harness.model.message import GapReason
from tests.messages import sent


def test_a_path_holds_every_step_and_a_gap_its_path() -> None:
    nodes = Nodes(sent(b""), BUILT_IN)
    nodes.blobs, nodes.parents, nodes.steps, nodes.flags, nodes.depths = (
        [b"a=b"],
        [-1],
        ["body"],
        [PLAIN],
        [1],
    )
    inner = nodes.append(0, ("form:a", "base64"), b"bytes", PLAIN)
    nodes.gap(inner, GapReason.ENCRYPTED, "why")

    assert nodes.path(inner) == ("body", "form:a", "base64")
    assert nodes.depths == [1, 2]
    assert nodes.gap_nodes == [inner]
    assert nodes.gaps == (DecodeGap(GapReason.ENCRYPTED, ("body", "form:a", "base64"), "why", 5),)
