"""What the browser keeps in its data folder: consent, switches, engine, history.

Every change is on disk when it returns, so that a killed browser comes back as it was.  Incognito mode,
its tabs and what is open live in memory and end with the process.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.virtual.apps.browser.skins import ENGINES, Skin
from harness.virtual.phone import Phone

MOST_HISTORY = 500


@dataclass(slots=True)
class Tab:
    """An open tab."""

    title: str = ""
    url: str = ""


@dataclass(slots=True)
class Session:
    """What ends with the process."""

    incognito: bool = False
    tabs: dict[bool, list[Tab]] = field(default_factory=lambda: {False: [Tab()], True: [Tab()]})

    @property
    def tab(self) -> Tab:
        """The current tab of the current mode."""
        return self.tabs[self.incognito][-1]


class Profile:
    """The stored part."""

    def __init__(self, phone: Phone, skin: Skin) -> None:
        self._phone = phone
        self._skin = skin
        self._data: dict[str, Any] = {}
        self.reload()

    @property
    def _path(self) -> Path:
        return self._phone.store(self._skin.package) / "shared_prefs" / "browser.json"

    def reload(self) -> None:
        """Read it again: a data clear took it away."""
        engine = str(self._phone.firmware.extra.get("search_engine", "Google"))
        self._data = {
            "consent": False,
            "engine": engine if engine in ENGINES else "Google",
            "enhanced": self._skin.on_collects,
            "personalized": True,
            "history": [],
        }
        if self._path.exists():
            self._data |= json.loads(self._path.read_text(encoding="utf-8"))

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(self._data), encoding="utf-8")
        beside.replace(self._path)

    @property
    def consent(self) -> bool:
        """Whether the first-run screen was accepted."""
        return bool(self._data["consent"])

    @property
    def engine(self) -> str:
        """The search engine."""
        return str(self._data["engine"])

    @property
    def enhanced(self) -> bool:
        """The position of the incognito switch."""
        return bool(self._data["enhanced"])

    @property
    def personalized(self) -> bool:
        """The position of the switch for personalized services."""
        return bool(self._data["personalized"])

    @property
    def collecting(self) -> bool:
        """Whether the incognito switch stands on collecting; always where the app has none."""
        return self.enhanced == self._skin.on_collects

    @property
    def history(self) -> list[Tab]:
        """Visited pages, the latest first."""
        return [Tab(title, url) for title, url in self._data["history"]]

    def put(self, name: str, value: object) -> None:
        """Set one of the above."""
        self._data[name] = value
        self._save()

    def visited(self, title: str, url: str) -> None:
        """Add to the history."""
        self.put("history", [[title, url], *self._data["history"]][:MOST_HISTORY])
