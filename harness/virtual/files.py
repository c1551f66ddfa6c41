"""The phone's file tree, kept below the state folder's `files/`, with the access rules of its users.

Paths are absolute paths of the phone. Errors are the OSErrors that the phone's kernel would raise, so that
`strerror` gives its words. Files of 1 MiB and more are stored once by hash for all handsets.
"""

from __future__ import annotations

import errno
import hashlib
import os
import posixpath
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harness.virtual.state import StateFolder, replace_file

ROOT_UID, SHELL_UID = 0, 2000
SHARED_FROM = 1 << 20
ALIASES = (
    ("/sdcard", "/storage/emulated/0"),
    ("/storage/self/primary", "/storage/emulated/0"),
    ("/mnt/sdcard", "/storage/emulated/0"),
    ("/data/user/0", "/data/data"),
)
SHELL_WRITES = ("/data/local/tmp", "/storage/emulated/0")
SHELL_HIDDEN = ("/data/data", "/data/system", "/data/misc")
UNLISTED = ("/data", "/data/app", "/data/local")
FOLDERS = (
    *SHELL_WRITES,
    *SHELL_HIDDEN,
    "/data/app",
    "/system/bin",
    "/system/etc/security/cacerts",
    "/data/misc/adb",
    "/data/misc/user/0/cacerts-added",
    "/storage/emulated/0/Download",
    "/storage/emulated/0/DCIM",
    "/storage/emulated/0/MIUI",
    "/storage/emulated/0/Music",
    "/proc",
    "/sys",
)
GENERATED_ROOTS = ("/proc/", "/sys/")


@dataclass(frozen=True, slots=True)
class Stat:
    """What `stat` tells; `mtime` in seconds."""

    mode: int
    size: int
    mtime: int
    owner: str


class FileSystem:
    """One phone's files. `generate` adds files whose content is made when read (/proc)."""

    def __init__(self, state: StateFolder) -> None:
        self._root = state.files
        self._blobs = state.blobs
        self._generated: dict[str, Callable[[], bytes]] = {}
        self._switches: dict[str, Callable[[bytes], None]] = {}
        self.system_writable = False  # `mount -o rw,remount /system` by root; a restart forgets it
        for folder in FOLDERS:
            self.host(folder).mkdir(parents=True, exist_ok=True)

    def generate(
        self, path: str, content: Callable[[], bytes], switch: Callable[[bytes], None] | None = None
    ) -> None:
        """A file whose content is made at each reading; `switch` takes what root writes to it."""
        self._generated[path] = content
        if switch is not None:
            self._switches[path] = switch
        if not path.startswith(GENERATED_ROOTS):
            return
        self.host(posixpath.dirname(path)).mkdir(parents=True, exist_ok=True)

    @staticmethod
    def resolve(path: str, cwd: str = "/") -> str:
        """The absolute path without links and dots."""
        full = posixpath.normpath(posixpath.join(cwd, path))
        full = "/" + full.lstrip("/")
        for alias, target in ALIASES:
            if full == alias or full.startswith(alias + "/"):
                return target + full[len(alias) :]
        return full

    def host(self, path: str) -> Path:
        """Where a resolved path lies on this machine."""
        return self._root / path.lstrip("/")

    def exists(self, path: str) -> bool:
        """Whether there is anything, whoever asks."""
        return path in self._generated or self.host(path).exists()

    def is_folder(self, path: str) -> bool:
        """Whether it is a folder."""
        return path not in self._generated and self.host(path).is_dir()

    def read(self, path: str, uid: int) -> bytes:
        """The bytes of a file."""
        self._may_read(path, uid)
        if path in self._generated:
            return self._generated[path]()
        return self.host(path).read_bytes()

    def list(self, path: str, uid: int) -> list[str]:
        """The names in a folder, sorted."""
        self._may_read(path, uid)
        if uid != ROOT_UID and path in UNLISTED:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        if not self.is_folder(path):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
        beneath = path.rstrip("/") + "/"
        made = {name[len(beneath) :].split("/")[0] for name in self._generated if name.startswith(beneath)}
        real = {entry.name for entry in self.host(path).iterdir() if not entry.name.endswith(".new")}
        return sorted(made | real)

    def stat(self, path: str, uid: int) -> Stat:
        """Mode, size, time and owner."""
        if uid != ROOT_UID and path.startswith(tuple(f"{hidden}/" for hidden in SHELL_HIDDEN)):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        if path in self._generated:
            return Stat(0o100444, 0, 0, "root")
        if not self.host(path).exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        found = self.host(path).stat()
        owner = "shell" if path.startswith(SHELL_WRITES[0]) else "root"
        return Stat(found.st_mode, found.st_size, int(found.st_mtime), owner)

    def write(self, path: str, content: bytes, uid: int, *, append: bool = False) -> None:
        """Creates or replaces a file, or adds to it."""
        if path in self._switches and uid == ROOT_UID:
            if content:
                self._switches[path](content)
            return
        self._may_write(path, uid)
        if self.is_folder(path):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        host = self.host(path)
        if not host.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        if append and host.exists() and host.stat().st_nlink == 1:
            with host.open("ab") as file:
                file.write(content)
            return
        mode = host.stat().st_mode & 0o777 if host.exists() else 0o644
        replace_file(host, (host.read_bytes() if append and host.exists() else b"") + content)
        host.chmod(mode | 0o600)

    def adopt(self, received: Path, path: str, mode: int, mtime: int, uid: int) -> None:
        """Moves a file that was received whole into the tree; folders are made, as adbd makes them."""
        self._may_write(path, uid)
        host = self.host(path)
        if host.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        host.parent.mkdir(parents=True, exist_ok=True)
        if received.stat().st_size >= SHARED_FROM:
            self._share(received)
        received.chmod(mode & 0o777 | 0o600)
        os.utime(received, (mtime, mtime))
        received.replace(host)

    def remove(self, path: str, uid: int, *, recursive: bool = False) -> None:
        """`rm`."""
        self._may_write(path, uid)
        host = self.host(path)
        if not host.exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        if not host.is_dir():
            host.unlink()
        elif recursive:
            shutil.rmtree(host)
        else:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)

    def chmod(self, path: str, mode: int, uid: int) -> None:
        """`chmod`; the owner's rights to read and write stay, so that the state folder stays usable."""
        self._may_write(path, uid)
        if not self.exists(path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        self.host(path).chmod(mode | (0o700 if self.is_folder(path) else 0o600))

    def _may_write(self, path: str, uid: int) -> None:
        """OSError: this user may not."""
        if path.startswith(GENERATED_ROOTS):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        if uid != ROOT_UID:
            if not any(path == folder or path.startswith(folder + "/") for folder in SHELL_WRITES):
                code = errno.EROFS if not path.startswith("/data") else errno.EACCES
                raise OSError(code, os.strerror(code), path)
        elif not path.startswith(("/data", "/storage")) and not self.system_writable:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    def _may_read(self, path: str, uid: int) -> None:
        hidden = any(path == folder or path.startswith(folder + "/") for folder in SHELL_HIDDEN)
        if uid != ROOT_UID and hidden:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        if not self.exists(path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)

    def _share(self, received: Path) -> None:
        """Replaces the file by a hard link to the stored one of the same content."""
        with received.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        blob = self._blobs / digest
        if not blob.exists():
            beside = blob.with_name(f".{digest}.{os.getpid()}")
            shutil.copyfile(received, beside)
            beside.replace(blob)
        received.unlink()
        os.link(blob, received)
