"""What is installed: uid, version, signer and digests of each package, read so that a failure shows.

`pm list packages` that crashes prints nothing at all (facts/tools §8), so an empty list is refused.
"""

from __future__ import annotations

import re

from harness.device.shell import Shell, answer, quoted
from harness.model.errors import SetupError
from harness.model.handset import ApkDigest, InstalledPackage

_LISTED = re.compile(r"package:(?P<name>[\w.]+)(?: uid:(?P<uid>\d+)(?:,\d+)*)?")
_BLOCK = re.compile(r"^  Package \[([\w.]+)\] \([0-9a-f]+\):$", re.MULTILINE)
_SIGNERS = re.compile(r"signatures=PackageSignatures\{[0-9a-f]+ (?:version:-?\d+, signatures:)?\[([^\]]*)\]")
DUMP_SECONDS = 60.0
WEBVIEWS = ("com.google.android.webview", "com.android.webview", "com.google.android.trichromelibrary")
"""Packages from which Android loads the WebView of apps (AOSP, `config_webview_packages.xml`)."""


def read_uids(shell: Shell) -> dict[str, int]:
    """Package → uid, of everything installed.  Raises SetupError where there is nothing."""
    found: dict[str, int] = {}
    for line in answer(shell, "pm list packages -U").splitlines():
        match = _LISTED.fullmatch(line.strip())
        if match is None:
            if line.startswith("package:"):
                raise SetupError(f"wanted package:NAME uid:NUMBER on {shell.serial}, found {line[:80]!r}")
            continue
        if match["uid"] is None:
            raise SetupError(f"wanted uids from `pm list packages -U` on {shell.serial}, found {line[:80]!r}")
        found[match["name"]] = int(match["uid"])
    if not found:
        raise SetupError(f"wanted installed packages on {shell.serial}, found none; is it booted?")
    return found


def read_packages(shell: Shell) -> tuple[InstalledPackage, ...]:
    """Everything installed, by name.

    One dump of all; where the phone does not give it in one, each by itself.  Raises SetupError where
    a listed package cannot be read.
    """
    uids = read_uids(shell)
    whole = shell.run("dumpsys package packages", DUMP_SECONDS)
    blocks = split_dump(whole.stdout) if whole.refused is None else {}
    packages = []
    for name, uid in sorted(uids.items()):
        block = blocks.get(name) or answer(shell, quoted(["dumpsys", "package", name]))
        packages.append(parse_package(block, name, uid))
    return tuple(packages)


def read_package(shell: Shell, name: str) -> InstalledPackage:
    """One package.  Raises SetupError where it is not installed."""
    uids = read_uids(shell)
    if name not in uids:
        raise SetupError(
            f"wanted {name} on {shell.serial}, found it not installed; install it or deselect its claims"
        )
    return parse_package(answer(shell, quoted(["dumpsys", "package", name])), name, uids[name])


def split_dump(dump: str) -> dict[str, str]:
    """The block of each package in `dumpsys package`; hidden system packages are left out."""
    visible = dump.split("\nHidden system packages:", 1)[0]
    parts = _BLOCK.split(visible)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def parse_package(dump: str, name: str, uid: int) -> InstalledPackage:
    """One package from its dump.  Raises SetupError where version or signer is missing."""
    block = split_dump(dump).get(name, dump)

    def said(pattern: str) -> str:
        match = re.search(pattern, block, re.MULTILINE)
        return match[1].strip() if match else ""

    version, code = said(r"^\s*versionName=(.*)$"), said(r"\bversionCode=(\d+)")
    signers = _SIGNERS.search(block)
    if not code or signers is None or not signers[1].strip():
        raise SetupError(f"wanted version and signer of {name}, found {' '.join(block.split())[:80]!r}")
    return InstalledPackage(
        name=name,
        uid=uid,
        version=version,
        version_code=int(code),
        signer=",".join(sorted(part.strip() for part in signers[1].split(","))),
        system=" SYSTEM " in said(r"^\s*(?:pkgFlags|flags)=\[(.*)\]\s*$").join("  "),
        shared_user=said(r"sharedUser=SharedUserSetting\{[0-9a-f]+ ([\w.]+)/\d+\}"),
    )


def read_digests(shell: Shell, name: str) -> tuple[ApkDigest, ...]:
    """Path and SHA-256 of every APK of a package.  Raises SetupError where one cannot be read."""
    said = answer(shell, quoted(["pm", "path", name]))
    paths = [
        line.removeprefix("package:").strip() for line in said.splitlines() if line.startswith("package:")
    ]
    if not paths:
        raise SetupError(f"wanted the APKs of {name} on {shell.serial}, found {said[:80]!r}")
    sums = answer(shell, quoted(["sha256sum", *paths]), timeout=DUMP_SECONDS)
    found = {
        path.strip(): digest for digest, path in re.findall(r"^([0-9a-f]{64}) [ *](.+)$", sums, re.MULTILINE)
    }
    if set(found) != set(paths):
        raise SetupError(f"wanted digests of {len(paths)} APK(s) of {name}, found {len(found)}")
    return tuple(ApkDigest(path, found[path]) for path in sorted(paths))
