from __future__ import annotations

import pytest

from harness.virtual.net import errors


@pytest.mark.parametrize(
    "kind", [errors.TlsRefused, errors.NameNotFound, errors.Unreachable, errors.BadAnswer]
)
def test_every_failure_of_the_way_is_a_network_error(kind):
    assert issubclass(kind, errors.NetworkError)
    assert not issubclass(kind, OSError)
