"""`claims/sightings/v1`: what was found in a recording, for machines.

Written one sighting at a time, so that a long recording takes no memory; a whole document in every end, also
where reading was aborted: then `ended` says how.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

from harness.capture.importers import Recording
from harness.cli.tally import Tally
from harness.decode import DecodeGap, VendorFormats
from harness.detect import Searcher
from harness.model.account import Unread
from harness.model.errors import HarnessError
from harness.model.message import ExchangeId, Message
from harness.model.planted import Planted
from harness.model.sighting import Sighting

_UNIT = re.compile(r"[a-z]+ (\d{1,18})")


def write(
    recording: Recording, searcher: Searcher, values: Sequence[Planted], formats: VendorFormats, tally: Tally
) -> None:
    """Prints the document.  Whatever ends the reading early is raised again behind its last bracket."""
    ended, error = "aborted", ""
    with tempfile.SpooledTemporaryFile(max_size=1 << 20, mode="w+", encoding="utf-8") as gaps:
        between = gap_between = ""
        print('{"schema":"claims/sightings/v1","sightings":[', end="")
        try:
            for part in recording.parts:
                if isinstance(part, Unread):
                    tally.miss(part)
                    gaps.write(f"{gap_between}\n{json.dumps(_unread(part))}")
                    gap_between = ","
                    continue
                found = tally.take(part, searcher, formats).found
                for sighting in found.sightings:
                    print(f"{between}\n{json.dumps(_sighting(part, sighting))}", end="")
                    between = ","
                for gap in found.gaps:
                    gaps.write(f"{gap_between}\n{json.dumps(_gap(part, gap))}")
                    gap_between = ","
            ended = "whole"
        except KeyboardInterrupt:
            ended = "interrupted"
            raise
        except HarnessError as e:
            error = str(e)
            raise
        finally:
            if not isinstance(sys.exception(), BrokenPipeError):
                print('\n],"gaps":[', end="")
                gaps.seek(0)
                for line in gaps:
                    print(line, end="")
                print(f"\n],{json.dumps(_end(recording, values, tally, ended, error))[1:]}")


def _end(
    recording: Recording, values: Sequence[Planted], tally: Tally, ended: str, error: str
) -> dict[str, Any]:
    return {
        "recording": recording.name,
        "reader": recording.reader,
        "account": tally.document(recording),
        "not_found": [value.value for value in tally.absent(values)],
        "ended": ended,
        "error": error or None,
    }


def _number(exchange: str) -> int | str:
    return int(exchange) if exchange.isascii() and exchange.isdigit() else exchange


def _place(message: Message) -> dict[str, Any]:
    return {
        "exchange": _number(message.exchange),
        "direction": message.direction.value,
        "transport": message.transport.value,
        "url": message.url,
    }


def _sighting(message: Message, sighting: Sighting) -> dict[str, Any]:
    return {
        **_place(message),
        "path": list(sighting.path),
        "form": sighting.form,
        "planted": sighting.planted,
        "chance": sighting.chance,
    }


def _gap(message: Message, gap: DecodeGap) -> dict[str, Any]:
    return {
        **_place(message),
        "reason": gap.reason.value,
        "path": list(gap.path),
        "detail": gap.detail,
        "size": gap.size,
        "missing": False,
    }


def _unread(part: Unread) -> dict[str, Any]:
    """A gap of the recording: as one of a message that is not there."""
    unit = _UNIT.fullmatch(part.where)
    return {
        "exchange": _number(ExchangeId(unit[1])) if unit else part.where,
        "direction": part.direction.value if part.direction else None,
        "transport": None,
        "url": f"{part.host}:{part.port}" if part.host else "",
        "reason": part.reason.value,
        "path": [],
        "detail": part.detail,
        "size": part.size,
        "missing": part.missing,
    }
