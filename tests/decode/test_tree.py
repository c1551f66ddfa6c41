"""The layers of one message: paths, gaps, budgets."""

from __future__ import annotations

from harness.decode import DEFAULT, Budget, Tree
from harness.model.message import GapReason
from tests.messages import sent


def test_a_path_leads_from_the_message_to_a_node() -> None:
    tree = Tree(sent(b"a=1&b=%7B%22c%22%3A%22hello%22%7D"), DEFAULT)

    assert ("body", "form:b", "json:c") in [tree.path(n) for n in range(len(tree.blobs))]


def test_a_truncated_body_is_a_gap() -> None:
    assert [g.reason for g in Tree(sent(b'{"a":"b"}', truncated=True), DEFAULT).gaps] == [GapReason.TRUNCATED]


def test_layers_beyond_the_budget_are_a_gap_and_the_rest_is_read() -> None:
    tree = Tree(sent(b'["one","two","three","four"]'), Budget(layers=2))

    assert [g.reason for g in tree.gaps] == [GapReason.BUDGET]
    assert b"one" in tree.blobs
    assert b"two" not in tree.blobs
