"""From layers to sightings: planted values in any of their forms, in any layer of a message.

`forms` writes down how a value may look (spellings, encodings, digests), `matcher` looks for all of
them in one pass, `searcher` says at which place of the message and in which most readable form.
"""

from __future__ import annotations

from harness.detect.neighbours import Neighbours
from harness.detect.searcher import Found, Searcher

__all__ = ["Found", "Neighbours", "Searcher"]
