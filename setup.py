"""Packs what lies beside the package: in a wheel, features and steps are data inside it."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

BESIDE = ("features", "steps")
EXAMPLE = "devices.yaml"


class BuildWithFeatures(build_py):
    """Copies them to `harness/_shipped`, where `harness.ruling.shipped` looks for them."""

    def run(self) -> None:
        """Build the packages, then what lies beside them."""
        super().run()
        if self.editable_mode:
            return
        shipped = Path(self.build_lib) / "harness" / "_shipped"
        for name in BESIDE:
            shutil.rmtree(shipped / name, ignore_errors=True)
            shutil.copytree(name, shipped / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        shutil.copy(EXAMPLE, shipped)


def elsewhere() -> dict[str, dict[str, str]]:
    """Where to build from a checkout that cannot be written: setuptools would work beside its sources."""
    if os.access(Path(__file__).parent, os.W_OK):
        return {}
    folder = tempfile.mkdtemp(prefix="claims-build-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return {"egg_info": {"egg_base": folder}, "build": {"build_base": folder}}


setup(cmdclass={"build_py": BuildWithFeatures}, options=elsewhere())
