from __future__ import annotations

import pytest

from harness.model.planted import Planted, PlantedId, PlantedKind


def test_an_empty_value_would_be_found_everywhere() -> None:
    with pytest.raises(ValueError, match="must not be empty"):
        Planted(PlantedId("x"), PlantedKind.CANARY, "", "host")


def test_a_value_keeps_what_it_stands_for() -> None:
    planted = Planted(PlantedId("x"), PlantedKind.SPIKE, "abc", "image", arm="a", wrapping="gzip")

    assert (planted.part, planted.arm, planted.wrapping, planted.registry_prefix) == ("image", "a", "gzip", 0)
