from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.detect.digest import LEAST
from harness.detect.digest_table import DigestTable

DIGESTS = st.builds(
    lambda first, rest: first + rest,
    st.sampled_from([b"12345678", b"abcdefgh"]),
    st.binary(min_size=8, max_size=56),
)


@given(st.lists(st.tuples(st.integers(0, 1000), st.text(max_size=4), DIGESTS)))
def test_what_was_added_is_told_by_its_first_bytes_in_its_order(rows: list[tuple[int, str, bytes]]) -> None:
    table = DigestTable()
    for row in rows:
        table.add(*row)

    for first in (b"12345678", b"abcdefgh", b"ABCDEFGH"):
        wanted = [row for row in rows if row[2][:LEAST] == first]
        assert table.entries(first) == wanted
        assert (first in table.first) is bool(wanted)
