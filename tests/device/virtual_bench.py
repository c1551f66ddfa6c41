"""The stand-in cloud and a virtual handset, started by command line as a user would start them."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

from harness.device.adb_server import public_key

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def child(*words: str):
    """A child process and its ready line; ended by closing its stdin."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    try:
        yield process, json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


@contextlib.contextmanager
def cloud(folder: Path):
    """The vendor's cloud; yields its ready line."""
    with child("harness.virtual.cloud", "--state", str(folder)) as (_, ready):
        yield ready


@contextlib.contextmanager
def handset(folder: Path, cloud_ready: dict, address: str, *words: str, firmware: str = "as-updated-2020-05"):
    """A handset; yields its process and its ready line."""
    zone = ["--zone", cloud_ready["zone"], "--cloud-ca", cloud_ready["ca"]]
    options = ["--state", str(folder), "--firmware", firmware, "--address", address, "--ambient", "off"]
    options += ["--authorised-key", str(public_key())]
    with child("harness.virtual.handset", *options, *zone, *words) as running:
        yield running
