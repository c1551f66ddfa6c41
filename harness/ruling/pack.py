"""Packs: a vendor's ledger, features, destinations, apps, formats and behaviours in one folder.

The built-in pack is one among others: what it ships lies in this suite's own folders.  Another is a folder
(`--pack DIR`) or an installed package with an entry point in the group `claims.packs`, laid out as

    features/ledger.yaml, features/destinations.yaml, features/<topic>/<name>.feature
    features/acts.yaml   if it has acts or conditions that the suite's own file lacks
    apps/<app>.py        drivers (`APP = ...`)
    vendors/<format>.py  formats of its uploads (`FORMAT = ...`)
    firmwares/<name>.toml, behaviours/<id>.toml, virtual/<app>.py, virtual/hosts.toml
                         for the virtual handset: phones, what they do (a firmware names the files), apps,
                         and the vendor's hosts for the stand-in cloud
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from harness.model.errors import SetupError
from harness.ruling.shipped import features_folder

GROUP = "claims.packs"
BUILT_IN = "built-in"
LOAD_ERRORS = (
    *(ImportError, SyntaxError, AttributeError, NameError, TypeError, ValueError, LookupError),
    *(ArithmeticError, AssertionError, OSError, RuntimeError, SystemExit),
)


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack: its name, the folder of its tables and features, and its root if it is not built in.

    `place` is by what `find_pack` finds it again from any folder.
    """

    name: str
    features: Path
    root: Path | None = None
    place: str | None = None

    @property
    def hosts(self) -> tuple[Path, ...]:
        """Files of further hosts that the stand-in cloud is to answer for."""
        path = self.root / "virtual" / "hosts.toml" if self.root is not None else None
        return (path,) if path is not None and path.is_file() else ()

    def folder(self, name: str) -> Path | None:
        """One of its further folders, None where it has none."""
        path = self.root / name if self.root is not None else None
        return path if path is not None and path.is_dir() else None

    def table(self, name: str) -> Path:
        """One of its tables; `acts.yaml` is the suite's where the pack has none of its own."""
        own = self.features / name
        return own if own.exists() or name != "acts.yaml" else features_folder() / name

    def texts(self) -> Mapping[str, str]:
        """The feature files by their names within the folder.  Raises SetupError where there is none."""
        found = {
            path.relative_to(self.features).as_posix(): read_text(path)
            for path in sorted(self.features.rglob("*.feature"))
        }
        for name in found:
            if name.count("/") != 1:
                raise SetupError(
                    f"{self.features / name}: wanted a feature in a folder of its topic, found none; move it"
                )
        if not found:
            raise SetupError(f"{self.features}: wanted feature files, found none; write one")
        return found

    def modules(self, name: str) -> tuple[ModuleType, ...]:
        """The Python modules of one of its folders.  Raises SetupError where one cannot be loaded."""
        folder = self.folder(name)
        return tuple(_load(self.name, path) for path in sorted(folder.glob("*.py"))) if folder else ()

    def digest(self, name: str) -> str:
        """SHA-256 over the modules of one of its folders, hexadecimal."""
        digest = hashlib.sha256()
        folder = self.folder(name)
        for path in sorted(folder.glob("*.py")) if folder else ():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()


def built_in() -> Pack:
    """The suite's own pack."""
    return Pack(BUILT_IN, features_folder())


def find_pack(name: str | None) -> Pack:
    """The pack of that folder or name; the built-in one for None.  Raises SetupError."""
    if name is None or name == BUILT_IN:
        return built_in()
    folder = Path(name)
    if folder.is_dir():
        return _in_folder(folder.resolve())
    installed = {point.name: point for point in entry_points(group=GROUP)}
    if name not in installed:
        known = ", ".join((BUILT_IN, *installed))
        raise SetupError(f"wanted a folder, or a pack of {known}, found {name!r}; give --pack DIR")
    try:
        folder = Path(installed[name].load().__file__).resolve().parent
    except LOAD_ERRORS as error:
        raise SetupError(
            f"wanted the installed pack {name}, found {type(error).__name__}: {error}; install it anew"
        ) from error
    return replace(_in_folder(folder), name=name, place=name)


def read_text(path: Path) -> str:
    """A text file of a pack.  Raises SetupError."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SetupError(f"{path}:{line}: wanted UTF-8 text, found other bytes; save it as UTF-8") from error
    except OSError as error:
        raise SetupError(f"{path}: wanted a file of the pack, found {error.strerror}; restore it") from error


def _in_folder(folder: Path) -> Pack:
    features = folder / "features"
    if not (features / "ledger.yaml").is_file():
        raise SetupError(f"{features / 'ledger.yaml'}: wanted the ledger of a pack, found none; write one")
    return Pack(folder.name, features, folder, str(folder))


def _load(pack: str, path: Path) -> ModuleType:
    name = f"claims_pack_{pack}_{path.parent.name}_{path.stem}".replace("-", "_").replace(".", "_")
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SetupError(f"{path}: wanted a module of Python, found none; restore it")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except LOAD_ERRORS as error:
        raise SetupError(
            f"{path}: wanted a module of the pack, found {type(error).__name__}: {error}; correct it"
        ) from error
    return module
