"""What is known of a node."""

from __future__ import annotations

from harness.decode import node


def test_the_flags_are_told_apart() -> None:
    flags = (node.PLAIN, node.READ, node.TENTATIVE, node.WHOLE, node.REJECTED, node.INERT)

    assert len(set(flags)) == len(flags)
    assert node.ROOT not in flags
