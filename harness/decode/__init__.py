"""From bytes to layers: everything that can be read of a message without a secret.

`unwrap` makes a tree of layers.  A message falls into its parts (`request`); each part is shown to the
wire formats of the `registry`, known by content and not by label; what one of them unpacks is shown to
all of them again, until only leaves remain.  A format is one module with `matches` and `unpack`.

What cannot be read is a gap with its reason, beside whatever was read before it.  A vendor's own formats
(`vendors`) come in addition to the general ones, never instead; which ones, the caller may say.  All work
is bounded by the `budget`.

Pure: bytes in, values out; no clock, no file, no environment, and the same result on every machine.
"""

from __future__ import annotations

from harness.decode.budget import DEFAULT, Budget
from harness.decode.nodes import DecodeGap
from harness.decode.tree import Tree
from harness.decode.unwrapped import Unwrapped, describe, unwrap
from harness.decode.vendor_format import VendorFormat, Wrapping
from harness.decode.vendor_formats import VendorFormats
from harness.decode.vendors.registry import BUILT_IN

__all__ = [
    "BUILT_IN",
    "DEFAULT",
    "Budget",
    "DecodeGap",
    "Tree",
    "Unwrapped",
    "VendorFormat",
    "VendorFormats",
    "Wrapping",
    "describe",
    "unwrap",
]
