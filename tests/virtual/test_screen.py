from __future__ import annotations

from harness.virtual import screen


def test_a_preference_has_the_ids_of_android():
    row = screen.preference("Title", "Summary", checked=True, on_click="x")

    ids = [node.resource_id for node in row.walk() if node.resource_id]
    assert ids == ["android:id/title", "android:id/summary", "android:id/switch_widget"]
    assert row.clickable
