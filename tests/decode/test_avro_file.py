"""Avro: records come back with the schema of the file itself."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, avro_file
from harness.decode.refusal import Refusal
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize("encoder", ["avro", "avro deflated"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(avro_file, encoder, value)


def test_the_schema_is_a_part() -> None:
    names = [step for step, _ in avro_file.unpack(ENCODERS["avro"](WORDS), DEFAULT)]

    assert names == [
        "avro-metadata:avro.schema",
        "avro-metadata:{avro.schema}",
        "avro-metadata:avro.codec",
        "avro-metadata:{avro.codec}",
        "avro-sync",
        "avro:[0].v",
        "avro:[0].{v}",
        "avro:[0].n",
        "avro:[0].{n}",
    ]


def test_a_block_that_is_cut_off_is_refused_with_its_bytes() -> None:
    with pytest.raises(Refusal) as refused:
        avro_file.unpack(ENCODERS["avro"](WORDS)[:-17], DEFAULT)
    assert any(WORDS in part for _, part in refused.value.parts)
