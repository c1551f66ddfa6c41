from __future__ import annotations

from harness.virtual.settings import SettingsTable
from harness.virtual.state import Document


def test_what_is_put_survives_and_the_defaults_do_not_come_back(tmp_path):
    table = SettingsTable(Document(tmp_path / "s.json"), {"global": {"wifi_on": "1", "old": "x"}})
    table.put("global", "wifi_on", "0")
    assert table.delete("global", "old")
    again = SettingsTable(Document(tmp_path / "s.json"), {"global": {"wifi_on": "1", "old": "x"}})

    assert again.items("global") == [("wifi_on", "0")]
    assert again.get("secure", "wifi_on") is None
    assert not again.delete("global", "old")
