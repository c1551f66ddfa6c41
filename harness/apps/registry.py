"""Every app that can be driven, by its short name: each module of an `apps` folder that says `APP = ...`.

The built-in pack's folder is this package; another pack brings a folder of its own (`--pack`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType, ModuleType
from typing import Any

import harness.apps
from harness.apps.app import App
from harness.apps.condition import Condition
from harness.apps.system import CONDITIONS
from harness.ledger.versions import within
from harness.model.errors import SetupError
from harness.model.scenario import ArmRow


class Drivers:
    """The drivers of some packs.  Satisfies `harness.ledger.plan.Offers`."""

    def __init__(self, apps: Iterable[type[App]]) -> None:
        found: dict[str, type[App]] = {}
        for app in apps:
            _once([*found, app.name], "app")
            _once([act.id for act in app.acts], f"act of {app.name}")
            _once([condition.name for condition in app.conditions], f"condition of {app.name}")
            found[app.name] = app
        self.apps: Mapping[str, type[App]] = MappingProxyType(found)

    def driver(self, app: str) -> type[App]:
        """The driver of that short name.  Raises SetupError where there is none."""
        try:
            return self.apps[app]
        except KeyError:
            known = ", ".join(self.apps) or "none"
            raise SetupError(
                f"wanted a driver for the app {app}, found {known}; add apps/<app>.py with APP"
            ) from None

    def condition(self, app: str, name: str) -> type[Condition[Any]]:
        """How that app, or the system, fixes a condition.  Raises SetupError where nothing does."""
        for condition in (*self.driver(app).conditions, *CONDITIONS):
            if condition.name == name:
                return condition
        raise SetupError(
            f"wanted a driver of {app} that can fix the condition {name}, found none; add it there"
        )

    def lacks(self, app: str, version: str, row: ArmRow) -> str | None:
        """Why that version of the app has no such arm, None where it has.

        Raises SetupError where no driver can act so in any version.
        """
        driver = self.driver(app)
        done = {act.id for act in driver.acts}
        for act in row.acts:
            if act not in done:
                raise SetupError(f"wanted a driver of {app} for the act {act}, found none; add it there")
        needing = [*row.acts, *(name for name, _ in row.conditions if self._needs(driver, name))]
        for name, value in row.every.items():
            condition = self.condition(app, name)
            if not condition.keeps_app and needing:
                raise SetupError(
                    f"wanted {app} left alone in an arm with {name} {value}, "
                    f"found {', '.join(needing)} there; remove one of them"
                )
            since = condition.since(driver, value)
            try:
                if since is not None and not within(version, since, None):
                    return f"{driver.package} {version} has no {name} {value}, which came with {since}"
            except ValueError as error:
                raise SetupError(f"{driver.package} on the handset: {error}") from error
        return None

    def _needs(self, driver: type[App], name: str) -> bool:
        """Whether the condition is fixed on the app's own screens."""
        return any(condition.name == name and condition.keeps_app for condition in driver.conditions)


def _once(names: list[str], what: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise SetupError(f"wanted each {what} once, found {name} twice; rename one")


def built_in() -> tuple[type[App], ...]:
    """The apps of this package, by the names of their modules."""
    names = sorted(item.name for item in pkgutil.iter_modules(harness.apps.__path__))
    return tuple(declared(importlib.import_module(f"{harness.apps.__name__}.{name}") for name in names))


def declared(modules: Iterable[ModuleType]) -> Iterator[type[App]]:
    """The apps that these modules declare.  Raises SetupError for an `APP` that is none."""
    for module in modules:
        app = getattr(module, "APP", None)
        if app is not None and not (isinstance(app, type) and issubclass(app, App)):
            raise SetupError(
                f"{module.__file__}: wanted APP to be a subclass of App, found {app!r}; correct it"
            )
        if app is not None:
            yield app
