"""The check that mutants of the importers run into: the tests of one module and of the importer it serves.

They run in the process of the mutant, without shrinking and with the same random values each time.  No test
may be imported before: it would hold the module as it is.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

FOLDER = Path(__file__).parent
SERVES = {
    "har_file": ("har_books", "har_entry", "har_message", "har_posted", "har_request", "har_response"),
    "flow_file": ("flow_books", "flow_http", "tnetstring_frames"),
    "packet_capture": ("dissection", "flows", "frames", "http1", "http1_message", "http1_stream"),
    "importer": ("compressed", "raw_body"),
}
"""Modules whose own tests are of small pieces, by the importer whose tests of conservation stand for them."""

hypothesis.settings.register_profile(
    "mutants",
    derandomize=True,
    database=None,
    deadline=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)


def files_of(name: str) -> list[Path]:
    """The files of the tests that stand for a module, its own first."""
    names = [name, *(importer for importer, served in SERVES.items() if name in served)]
    return [FOLDER / f"test_{one}.py" for one in names]


def conserves(module: ModuleType) -> None:
    """Raises AssertionError where a test of the module, or of its importer, fails."""
    hypothesis.settings.load_profile("mutants")
    options = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not slow"]
    done = pytest.main([*options, *map(str, files_of(module.__name__.rpartition(".")[2]))])
    assert done == pytest.ExitCode.OK, done
