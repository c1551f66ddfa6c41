"""What is known of a node of the tree, and what it cost."""

from __future__ import annotations

ROOT = -1

PLAIN = 0
"""A node as it is: a leaf unless it has children."""
READ = 1
"""A node that was unpacked: its parts say all of it."""
TENTATIVE = 2
"""A decoding that may mean nothing, such as a word read as base64."""
WHOLE = 3
"""A node that is searched and no leaf: its pieces stand beside it."""
REJECTED = 4
"""A decoding that meant nothing: searched, and neither leaf nor gap."""
INERT = 5
"""A leaf of text in which nothing can be encoded."""

RUN = b"b" * 16
"""A stretch of letters in classified text (`kind.classify`) that is undone."""
