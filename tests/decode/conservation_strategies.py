"""Well-formed pieces of every format, with tokens in every place that can carry content.

One entry for each decoder, by the name of its module: a new one without an entry fails `test_conservation`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.decode.conservation import Case, Tokens
from tests.decode.conserved import (
    archives,
    binary,
    listed,
    markup,
    network,
    spelled,
    streams,
    texts,
    vendors,
)

Writer = Callable[[Tokens], Case]

WRITERS: dict[str, tuple[Writer, ...]] = {
    **streams.WRITERS,
    **texts.WRITERS,
    **markup.WRITERS,
    **binary.WRITERS,
    **network.WRITERS,
    **spelled.WRITERS,
    **listed.WRITERS,
    **archives.WRITERS,
    **vendors.WRITERS,
}
"""How cases of each decoder are written, one function for each kind."""


def _cases(writer: Writer) -> st.SearchStrategy[Case]:
    @st.composite
    def written(draw: Any) -> Case:
        return writer(Tokens(draw))

    return written()


STRATEGIES: dict[str, st.SearchStrategy[Case]] = {
    name: st.one_of(*map(_cases, writers)) for name, writers in WRITERS.items()
}
