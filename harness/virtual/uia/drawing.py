"""The screen as a picture, drawn from the hierarchy so that a person recognises it."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from harness.virtual.device import Device
from harness.virtual.layout import LINE, MARGIN
from harness.virtual.screen import (
    BUTTON,
    CHECK_BOX,
    EDIT_TEXT,
    IMAGE_VIEW,
    PROGRESS,
    SWITCH,
    VIEW,
    WEB_VIEW,
    Bounds,
    Node,
)
from harness.virtual.windows import STATUS_BAR

FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/dejavu/DejaVuSans.ttf"),
    Path("/System/Library/Fonts/Helvetica.ttc"),
)
SIZES = {"title": 58, "headline": 46, "body": 40, "muted": 34}
PAPER, INK, GREY, LINE_GREY, BLUE, DARK = "#ffffff", "#1a1a1a", "#757575", "#e4e4e4", "#0d84ff", "#202124"
DARK_BELOW = 96  # mean brightness under which text is drawn light
ROW_WIDTH = 500  # pixels from which a node is a row of its own


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours on one background."""

    text: str
    muted: str
    link: str
    rule: str


NORMAL = Ink(INK, GREY, BLUE, LINE_GREY)
LIGHT = Ink(PAPER, "#b0b0b0", "#7ab8ff", "#444444")


def draw(device: Device) -> Image.Image:
    """The screen now; black when it is off."""
    windows = device.windows
    image = Image.new("RGB", (windows.width, windows.height), PAPER if windows.screen_on else "#000000")
    if not windows.screen_on:
        return image
    painter = ImageDraw.Draw(image)
    root = windows.current()
    app = root.children[0] if root.children else root
    _node(painter, app, app.background or PAPER)
    _status_bar(painter, device)
    return image


def encode(image: Image.Image, kind: str, quality: int = 80) -> bytes:
    """PNG or JPEG bytes."""
    buffer = io.BytesIO()
    if kind == "PNG":
        image.save(buffer, "PNG", compress_level=1)
    else:
        image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _status_bar(painter: ImageDraw.ImageDraw, device: Device) -> None:
    width = device.windows.width
    painter.rectangle((0, 0, width, STATUS_BAR), fill=DARK)
    clock = time.strftime("%H:%M", time.gmtime(device.clock.now_ms() / 1000))
    painter.text((MARGIN, 16), clock, font=_font(38), fill=PAPER)
    painter.text((width // 2, 16), "SIMULATED", font=_font(34), fill="#ffb74d", anchor="ma")
    radio = "wlan" if device.settings.get("global", "wifi_on") != "0" else "no network"
    painter.text((width - MARGIN, 16), f"{radio}  100%", font=_font(34), fill=PAPER, anchor="ra")


def _node(painter: ImageDraw.ImageDraw, node: Node, background: str) -> None:
    """The node, then what lies on it."""
    if node.background:
        background = node.background
        painter.rectangle(_inside(node.bounds), fill=background)
    ink = LIGHT if _is_dark(background) else NORMAL
    drawer = DRAWERS.get(node.class_name)
    if drawer is not None:
        drawer(painter, node, ink)
    elif node.text:
        colour = ink.muted if node.style == "muted" else ink.link if node.class_name == VIEW else ink.text
        _text(painter, node.text, node.bounds, node.style, colour)
    left, _, right, bottom = node.bounds
    if node.clickable and drawer is None and right - left > ROW_WIDTH:
        painter.line((left + MARGIN, bottom - 1, right, bottom - 1), fill=ink.rule, width=2)
    for child in node.children:
        _node(painter, child, background)


def _button(painter: ImageDraw.ImageDraw, node: Node, ink: Ink) -> None:
    """Filled; one that shares its row (a tab of a bottom bar) is drawn as its text."""
    box = _shrunk(node.bounds, 14)
    if node.bounds[2] - node.bounds[0] < ROW_WIDTH:
        _text(painter, node.text or node.desc, box, "muted", ink.text, centred=True)
        return
    painter.rounded_rectangle(box, 30, fill=BLUE if node.enabled else LINE_GREY)
    _text(painter, node.text or node.desc, box, "body", PAPER, centred=True)


def _field(painter: ImageDraw.ImageDraw, node: Node, _: Ink) -> None:
    box = _shrunk(node.bounds, 10)
    painter.rounded_rectangle(box, 24, fill=PAPER, outline=BLUE if node.focused else GREY, width=4)
    shown = "•" * len(node.text) if node.password else node.text
    cursor = "|" if node.focused else ""
    _text(painter, shown + cursor or node.hint, _shrunk(box, 8), "body", INK if node.text else GREY)


def _picture(painter: ImageDraw.ImageDraw, node: Node, ink: Ink) -> None:
    painter.rounded_rectangle(_shrunk(node.bounds, 12), 20, outline=ink.muted, width=4)
    _text(painter, node.desc, _shrunk(node.bounds, 16), "muted", ink.muted, centred=True)


def _progress(painter: ImageDraw.ImageDraw, node: Node, _: Ink) -> None:
    left, top, right, _bottom = node.bounds
    painter.rectangle((left, top, left + (right - left) // 2, top + 10), fill=BLUE)


def _page(painter: ImageDraw.ImageDraw, node: Node, _: Ink) -> None:
    painter.rectangle(_inside(node.bounds), outline=LINE_GREY, width=3)


def _switch(painter: ImageDraw.ImageDraw, node: Node, _: Ink) -> None:
    left, top, right, bottom = node.bounds
    middle, centre = (top + bottom) // 2, (left + right) // 2
    box = (centre - 52, middle - 28, centre + 52, middle + 28)
    painter.rounded_rectangle(box, 28, fill=BLUE if node.checked else "#bdbdbd")
    knob = centre + 24 if node.checked else centre - 24
    painter.ellipse((knob - 24, middle - 24, knob + 24, middle + 24), fill=PAPER)


def _text(
    painter: ImageDraw.ImageDraw, text: str, box: Bounds, style: str, colour: str, *, centred: bool = False
) -> None:
    """Wrapped text from the top of its box, or one centred line."""
    font, height = _font(SIZES[style]), LINE[style]
    left, top, right, bottom = box
    if centred:
        painter.text(
            ((left + right) // 2, (top + bottom) // 2), text[:60], font=font, fill=colour, anchor="mm"
        )
        return
    lines = _wrapped(text, font, right - left - 2 * MARGIN)
    room = max(1, (bottom - top) // height)
    start = top + max(6, (bottom - top - height * min(len(lines), room)) // 2)
    for number, line in enumerate(lines[:room]):
        painter.text((left + MARGIN, start + number * height), line, font=font, fill=colour)


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for character in paragraph[:2000]:
            if font.getlength(line + character) > width and line:
                cut = line.rfind(" ") + 1 or len(line)
                lines.append(line[:cut])
                line = line[cut:]
            line += character
        lines.append(line)
    return lines


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """DejaVu where there is one (it has most scripts), else Pillow's own."""
    for path in FONTS:
        if path.exists():
            return ImageFont.truetype(str(path), size)
    return ImageFont.load_default(size)


def _is_dark(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return (red + green + blue) / 3 < DARK_BELOW


def _shrunk(box: Bounds, by: int) -> Bounds:
    left, top, right, bottom = box
    by = max(0, min(by, (right - left - 2) // 2, (bottom - top - 2) // 2))
    return (left + by, top + by, right - by, bottom - by)


def _inside(box: Bounds) -> Bounds:
    return (box[0], box[1], box[2] - 1, box[3] - 1)


DRAWERS: dict[str, Callable[[ImageDraw.ImageDraw, Node, Ink], None]] = {
    BUTTON: _button,
    EDIT_TEXT: _field,
    SWITCH: _switch,
    CHECK_BOX: _switch,
    IMAGE_VIEW: _picture,
    PROGRESS: _progress,
    WEB_VIEW: _page,
}
