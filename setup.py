"""Packs what lies beside the package: in a wheel, features and steps are data inside it."""

import shutil
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


setup(cmdclass={"build_py": BuildWithFeatures})
