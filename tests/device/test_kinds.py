import importlib
import inspect
import pkgutil

import harness.device
from harness.device.kinds import KINDS


def test_every_class_with_a_kind_can_be_undone():
    found = {}
    for module in pkgutil.iter_modules(harness.device.__path__):
        for _, item in inspect.getmembers(
            importlib.import_module(f"harness.device.{module.name}"), inspect.isclass
        ):
            if isinstance(getattr(item, "kind", None), str) and hasattr(item, "write"):
                found[item.kind] = item
    assert found == dict(KINDS)
