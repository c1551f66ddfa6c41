"""One worker of pytest-xdist measures one handset: workers share handsets, never the scenarios of one.

Imported where xdist is there; it is no part of what `make run` installs.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]


class ByHandset(LoadScopeScheduling):  # type: ignore[misc]  # without types
    """Gives all scenarios of a handset to one worker, by the handset in their ids.

    xdist's own groups would write themselves into the ids, and `--lf` would know none of them again.
    """

    def __init__(self, config: pytest.Config, log: Producer, handsets: Sequence[str]) -> None:
        super().__init__(config, log)
        self._handsets = sorted(handsets, key=len, reverse=True)

    def _split_scope(self, nodeid: str) -> str:
        parameters = nodeid.rpartition("[")[2]
        return next((name for name in self._handsets if parameters.startswith(f"{name}-")), nodeid)
