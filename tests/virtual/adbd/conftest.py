"""A real adb server and a handset process, one for all tests of this folder."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import load_pem_private_key

FOLDER = Path(__file__).parents[1]


def _bench():
    if "bench" not in sys.modules:
        spec = importlib.util.spec_from_file_location("bench", FOLDER / "bench.py")
        sys.modules["bench"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["bench"]


@pytest.fixture(scope="session")
def adb(tmp_path_factory):
    """The adb server."""
    made = _bench().Bench(tmp_path_factory.mktemp("home"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def handset(tmp_path_factory):
    """The handset process."""
    made = _bench().Handset(tmp_path_factory.mktemp("handset"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def device(adb, handset):
    """The handset as adbutils sees it."""
    return adb.connect(handset)


@pytest.fixture(scope="session")
def signed():
    """Signs a token as adb does, with a named key of the tests."""

    def sign(token, name="known"):
        private = load_pem_private_key(_bench().key(name).read_bytes(), None)
        return private.sign(token, padding.PKCS1v15(), Prehashed(SHA1()))  # noqa: S303  # as adb does

    return sign
