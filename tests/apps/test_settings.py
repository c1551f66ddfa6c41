import pytest

from harness.apps.settings import Settings
from harness.model.errors import MeasurementLost


def test_pages_are_listed_and_opened(played, told):
    ui, _ = played("settings", "main", {})
    settings = Settings(told({}), ui)
    assert "About phone" in settings.pages()
    with pytest.raises(MeasurementLost, match="About phone"):
        settings.open_page("About phone")
    with pytest.raises(MeasurementLost, match="no such page"):
        settings.open_page("no such page")
