"""The package manager's table: the firmware's packages and what was changed since, in the state folder."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

from harness.virtual.firmware import Firmware
from harness.virtual.inventory import Package
from harness.virtual.state import Document, replace_file

FIRST_FREE_UID = 10400  # above every uid that a firmware gives


class PackageTable:
    """Installed packages, their suspension, state and granted permissions. KeyError: not installed."""

    def __init__(self, document: Document, firmware: Firmware, files: Path) -> None:
        self._document = document
        self._shipped = {
            row.name: Package(**{**row.model_dump(), "activities": tuple(row.activities)})
            for row in firmware.packages
        }
        for key in ("suspended", "disabled", "removed"):
            document.data.setdefault(key, [])
        document.data.setdefault("installed", {})
        document.data.setdefault("granted", {})
        for package in self._shipped.values():
            host = files / package.path.lstrip("/")
            if not host.exists():
                replace_file(host, stand_in_apk(package))

    def get(self, name: str) -> Package | None:
        """The installed package of that name."""
        row = self._document.data["installed"].get(name)
        if row is not None:
            return Package(**{**row, "activities": tuple(row["activities"])})
        return None if name in self._document.data["removed"] else self._shipped.get(name)

    def all(self) -> list[Package]:
        """Every installed package, sorted by name."""
        names = sorted({*self._shipped, *self._document.data["installed"]})
        return [package for name in names if (package := self.get(name)) is not None]

    def is_suspended(self, name: str) -> bool:
        """`pm suspend` stands."""
        return name in self._document.data["suspended"]

    def is_enabled(self, name: str) -> bool:
        """No `pm disable-user` stands."""
        return name not in self._document.data["disabled"]

    def suspend(self, name: str, *, on: bool) -> None:
        """Suspends or resumes."""
        self._mark("suspended", name, on=on)

    def enable(self, name: str, *, on: bool) -> None:
        """Enables or disables for the user."""
        self._mark("disabled", name, on=not on)

    def install(self, name: str, version: str, version_code: int, path: str) -> Package:
        """Adds an app of a user, or replaces the one of that name keeping its uid."""
        present = self.get(name)
        installed: dict[str, dict[str, object]] = self._document.data["installed"]
        uid = present.uid if present else FIRST_FREE_UID + int(self._document.data.setdefault("next_uid", 0))
        if present is None:
            self._document.data["next_uid"] += 1
        installed[name] = {
            "name": name,
            "version": version,
            "version_code": version_code,
            "uid": uid,
            "signer": present.signer if present else "other",
            "system": bool(present and present.system),
            "path": path,
            "activities": list(present.activities) if present else [],
        }
        self._mark("removed", name, on=False)
        return Package(**{**installed[name], "activities": ()})  # type: ignore[arg-type]  # the row written above

    def uninstall(self, name: str) -> None:
        """Removes an app of a user; of an updated system app, the update."""
        if self.get(name) is None:
            raise KeyError(name)
        if self._document.data["installed"].pop(name, None) is None:
            self._document.data["removed"].append(name)
        self._document.save()

    def granted(self, name: str) -> list[str]:
        """The runtime permissions granted by `pm grant`."""
        return sorted(self._document.data["granted"].get(name, []))

    def grant(self, name: str, permission: str, *, on: bool) -> None:
        """Grants or revokes a runtime permission."""
        held = set(self._document.data["granted"].get(name, []))
        self._document.data["granted"][name] = sorted(held | {permission} if on else held - {permission})
        self._document.save()

    def signature(self, package: Package) -> str:
        """The 8 hex digits by which `dumpsys package` tells signers apart."""
        own = package.name if package.signer == "other" else ""
        return hashlib.sha256(f"{package.signer}:{own}".encode()).hexdigest()[:8]

    def _mark(self, key: str, name: str, *, on: bool) -> None:
        if self.get(name) is None and key != "removed":
            raise KeyError(name)
        names = set(self._document.data[key])
        self._document.data[key] = sorted(names | {name} if on else names - {name})
        self._document.save()


def stand_in_apk(package: Package) -> bytes:
    """A small zip in the place of the APK: same bytes for the same package and version, no code in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("stand-in.txt", (2020, 1, 1, 0, 0, 0))
        archive.writestr(info, f"synthetic stand-in: {package.name} {package.version} {package.signer}\n")
    return buffer.getvalue()
