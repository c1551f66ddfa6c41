import importlib
import inspect
import pkgutil

import harness.apps
from harness.apps.app import App
from harness.apps.registry import APPS, BROWSERS


def test_every_app_is_registered_under_its_module():
    found = {}
    for module in pkgutil.iter_modules(harness.apps.__path__):
        for _, item in inspect.getmembers(
            importlib.import_module(f"harness.apps.{module.name}"), inspect.isclass
        ):
            if (
                issubclass(item, App)
                and "package" in vars(item)
                and item.__module__.endswith(f".{module.name}")
            ):
                found[module.name] = item
    assert found == APPS
    assert set(BROWSERS) < set(APPS)
