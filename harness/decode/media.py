"""Images, sound, video, archives and fonts, recognised by how they begin; never looked into.

Their metadata is searched all the same, since every layer is searched as bytes.
"""

from __future__ import annotations

_OPENINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"BM", "BMP image"),
    (b"OggS", "Ogg sound"),
    (b"ID3", "MP3 sound"),
    (b"\xff\xfb", "MP3 sound"),
    (b"fLaC", "FLAC sound"),
    (b"#!AMR", "AMR sound"),
    (b"\x1aE\xdf\xa3", "Matroska video"),
    (b"%PDF-", "PDF document"),
    (b"PK\x03\x04", "ZIP archive"),
    (b"wOF2", "font"),
    (b"wOFF", "font"),
)


def kind(data: bytes) -> str | None:
    """What sort of media it is; None for anything else."""
    for opening, name in _OPENINGS:
        if data.startswith(opening):
            return name
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return f"{data[8:12].decode().strip()} in RIFF"
    if data[4:8] == b"ftyp":
        return "MPEG-4 video or HEIF image"
    return None
