"""Recordings that other tools made, as messages: HAR 1.2, mitmproxy flow files, pcap and pcapng, raw bodies.

`read` tells them apart by content.  Every importer streams: a file of any size takes bounded memory.
What a file does not hold as HTTP or DNS comes as raw TCP or UDP payload, which decoding names a gap.
"""

from __future__ import annotations

from harness.capture.importers.importer import STANDARD_INPUT, Recording, read

__all__ = ["STANDARD_INPUT", "Recording", "read"]
