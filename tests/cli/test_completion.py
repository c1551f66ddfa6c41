"""What a shell offers: names that begin so, and nothing where nothing reads."""

from __future__ import annotations

from pathlib import Path

from harness.cli import completion
from harness.cli.completion import claim_ids, expression_words, handsets
from harness.ruling.pack import Pack


def test_claims_and_words_that_begin_so(tmp_path: Path, monkeypatch) -> None:
    assert {"INC-02", "INC-03"} <= set(claim_ids("INC"))
    assert claim_ids("none") == []
    assert expression_words("INC-02.s") == ["INC-02.search"]
    assert "not incognito" in expression_words("not incog")


def test_handsets_of_this_folder(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert handsets("") == []
    Path("devices.yaml").write_text(
        "schema: claims/devices/v1\ndevices:\n  - name: desk\n    virtual: {firmware: x}\n"
    )
    assert (handsets("d"), handsets("x")) == (["desk"], [])


def test_tables_that_do_not_read_offer_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(completion, "built_in", lambda: Pack("broken", tmp_path))

    assert (claim_ids(""), expression_words("")) == ([], [])
