"""How fast decoding and detection are: the tables of `tests.bench.decode`."""

from __future__ import annotations

from tests.bench import decode
from tests.bench.decode_loads import COUNT


def main(large: bool) -> None:  # noqa: FBT001  # as every benchmark here
    """Prints the tables."""
    decode.tables(decode.TABLES, COUNT, None, large=large)
