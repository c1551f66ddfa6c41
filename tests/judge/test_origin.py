from __future__ import annotations

import pytest

from harness.judge.origin import derive
from harness.model.judgement import Origin
from harness.store.run import StoredRun
from tests.judge.cases import reading_of
from tests.judge.honest import honest


@pytest.mark.parametrize(
    ("kind", "peer", "because"),
    [
        ("SIMULATED", "1.1.1.1", "SIMULATED"),
        ("EMULATOR", "1.1.1.1", "EMULATOR"),
        ("HANDSET", "127.0.0.1", "no public address"),
        ("HANDSET", "192.168.1.5", "no public address"),
        ("HANDSET", "somewhere", "no readable address"),
        ("HANDSET", None, "no upstream was contacted"),
        ("HANDSET", "161.117.0.1", "chains are not stored"),
    ],
)
def test_nothing_is_a_measurement_without_an_external_witness(kind, peer, because, tmp_path):
    desk = honest()
    desk.documents["run.json"]["handset"]["kind"] = kind
    for line in desk.find("exchanges", event="answered"):
        line["peer"] = [peer, 443] if peer and line["peer"] else None
    origin, why = derive(reading_of(StoredRun(desk.write(tmp_path / "run"))))
    assert origin is Origin.REHEARSAL
    assert because in why
