"""What `pm install` reads of an APK: package and version, from the binary manifest.

Format: AOSP frameworks/base libs/androidfw/include/androidfw/ResourceTypes.h (chunks of type, header size,
size; a string pool; start-element chunks with attributes of 20 bytes).
"""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass

STRING_POOL, START_ELEMENT = 0x0001, 0x0102
UTF8_FLAG = 1 << 8
LARGEST = 4 << 20
TYPE_STRING = 0x03
NO_STRING = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Manifest:
    """The attributes of the `manifest` element."""

    package: str
    version: str
    version_code: int


def read_manifest(apk: bytes) -> Manifest:
    """The manifest of an APK. ValueError, zipfile.BadZipFile: it has none that can be read."""
    with zipfile.ZipFile(io.BytesIO(apk)) as archive:
        try:
            info = archive.getinfo("AndroidManifest.xml")
        except KeyError as error:
            raise ValueError("no AndroidManifest.xml") from error
        if info.file_size > LARGEST:
            raise ValueError("AndroidManifest.xml is too large")
        content = archive.read(info)
    try:
        return _parse(content)
    except (struct.error, KeyError, IndexError, UnicodeDecodeError) as error:
        raise ValueError("AndroidManifest.xml is damaged") from error


def _parse(content: bytes) -> Manifest:
    at, strings = 8, []
    while at + 8 <= len(content):
        kind, head, size = struct.unpack_from("<HHI", content, at)
        if size < 8:  # noqa: PLR2004  # a chunk's own header
            break
        if kind == STRING_POOL:
            strings = _strings(content[at : at + size])
        elif kind == START_ELEMENT:
            _, name, start, width, count = struct.unpack_from("<IIHHH", content, at + head)
            found = {}
            for index in range(count):
                where = at + head + start + index * width
                _, key, raw, _, _, data_kind, data = struct.unpack_from("<IIIHBBI", content, where)
                found[strings[key]] = (
                    strings[raw]
                    if raw != NO_STRING
                    else (data if data_kind != TYPE_STRING else strings[data])
                )
            if strings[name] == "manifest":
                return Manifest(
                    str(found["package"]), str(found.get("versionName", "")), int(found.get("versionCode", 0))
                )
        at += size
    raise ValueError("AndroidManifest.xml has no manifest element")


def _strings(chunk: bytes) -> list[str]:
    count, _, flags, start = struct.unpack_from("<4I", chunk, 8)
    offsets = struct.unpack_from(f"<{count}I", chunk, 28)
    return [_string(chunk, start + offset, utf8=bool(flags & UTF8_FLAG)) for offset in offsets]


def _string(chunk: bytes, at: int, *, utf8: bool) -> str:
    if utf8:
        at += 2 if chunk[at] & 0x80 else 1
        length, skip = (
            (chunk[at], 1) if not chunk[at] & 0x80 else ((chunk[at] & 0x7F) << 8 | chunk[at + 1], 2)
        )
        return chunk[at + skip : at + skip + length].decode()
    length = struct.unpack_from("<H", chunk, at)[0]
    return chunk[at + 2 : at + 2 + 2 * length].decode("utf-16-le")
