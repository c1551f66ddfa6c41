"""What the bench plants: tokens, canary pages, spike pages, blank values (method §3, §8).

Tokens are HMAC-SHA-256 of the run's seed over handset, arm, act and part (RFC 2104), as base32 letters;
the commitment to the seed is sealed with the plan before the first act.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from harness.model.planted import ControlBy, End, Planted, PlantedId, PlantedKind
from harness.wrap import chain

TOKEN_LETTERS = 20
"""100 bits: no two tokens meet by chance, and a hash of one cannot be guessed."""
PAGE_PARTS = ("host", "path", "query", "fragment", "title", "body")
SPIKE_PARTS = ("image", "form")
SPIKE_WRAPPINGS: tuple[tuple[str, ...], ...] = (
    ("percent",),
    ("base64url",),
    ("hex",),
    ("md5",),
    ("sha1",),
    ("sha256",),
    ("sha256", "base64url"),
    ("json:url", "base64url"),
    ("json:[0].properties.url", "gzip", "base64url"),
)
"""Wrappings that fit into an image's address; each is sent once per arm by the app itself."""
CALIBRATION_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Planting:
    """Values planted for one page, the page to register with the recorder, and its address."""

    values: tuple[Planted, ...]
    page: dict[str, Any]
    url: str


class Planter:
    """Makes every planted value of a run; the same seed and names give the same values."""

    def __init__(self, seed: bytes, handset: str, domain: str) -> None:
        self._seed = seed
        self._handset = handset
        self._domain = domain

    @property
    def commitment(self) -> str:
        """SHA-256 of the seed, hexadecimal: sealed in the plan before the first act."""
        return hashlib.sha256(self._seed).hexdigest()

    def token(self, arm: str, act: str, number: int, part: str) -> str:
        """A token of lower-case base32 letters."""
        text = "\x00".join((self._handset, arm, act, str(number), part))
        digest = hmac.new(self._seed, text.encode(), hashlib.sha256).digest()
        return base64.b32encode(digest).decode().lower()[:TOKEN_LETTERS]

    def _value(  # the parts of a token's name
        self,
        kind: PlantedKind,
        arm: str,
        act: str,
        number: int,
        part: str,
        wrapping: str | None = None,
        at: End | None = None,
        by: ControlBy | None = None,
    ) -> Planted:
        token = self.token(arm, act, number, part + (wrapping or ""))
        name = PlantedId(f"{kind.value}:{token[:12]}")
        return Planted(name, kind, token, part, arm, act, number, wrapping, at, by)

    def canary(self, arm: str, act: str, number: int, part: str) -> Planted:
        """A canary for one part of one time of an act."""
        return self._value(PlantedKind.CANARY, arm, act, number, part)

    def page(self, arm: str, act: str, number: int) -> Planting:
        """An inert canary page: host, path, query, fragment, title and body each carry their own token."""
        parts = {part: self.canary(arm, act, number, part) for part in PAGE_PARTS}
        host = f"{parts['host'].value}.{self._domain}"
        path, query = f"/{parts['path'].value}", f"q={parts['query'].value}"
        page = _page(
            f"page:{parts['host'].value}",
            host,
            path,
            f"Garden notes {parts['title'].value}",
            f"Water the beans in the evening. {parts['body'].value}",
            query=query,
        )
        url = f"https://{host}{path}?{query}#{parts['fragment'].value}"
        return Planting(tuple(parts.values()), page, url)

    def observed(self, arm: str, act: str, number: int, part: str, text: str) -> Planted:
        """A value read from the screen, for acts that cannot carry a canary (method §3)."""
        digest = hashlib.sha256(f"{arm}\x00{part}\x00{text}".encode()).hexdigest()[:12]
        name = PlantedId(f"observed:{digest}")
        return Planted(name, PlantedKind.OBSERVED, text, part, arm, act, number)

    def _nonce(self, arm: str, at: End, by: ControlBy) -> Planted:
        return self._value(PlantedKind.NONCE, arm, f"nonce-{at}-{by}", 0, "path", at=at, by=by)

    def nonce(self, arm: str, at: End, by: ControlBy) -> Planting:
        """A path nonce: a page of its own on the canary domain."""
        value = self._nonce(arm, at, by)
        host = f"nonce.{self._domain}"
        text = "The path from the phone to the recorder carries."
        page = _page(f"nonce:{value.value}", host, f"/{value.value}", "Path check", text)
        return Planting((value,), page, f"http://{host}/{value.value}")

    def spikes(self, arm: str) -> Planting:
        """A page whose images and form send known values in every wrapping, from the app itself (§8)."""
        host = f"spike.{self._domain}"
        values: list[Planted] = []
        images: list[str] = []
        for number, steps in enumerate(SPIKE_WRAPPINGS):
            value = self._value(PlantedKind.SPIKE, arm, "spike", number, "image", "+".join(steps))
            wrapped = chain.apply(value.value.encode(), steps).decode("ascii")
            values.append(value)
            images.append(f"https://{host}/i?d={wrapped}")
        form_steps = ("json:[0].properties.url", "gzip", "base64")
        form_value = self._value(PlantedKind.SPIKE, arm, "spike", 90, "form", "+".join(form_steps))
        plain = self._value(PlantedKind.SPIKE, arm, "spike", 91, "form", "plain")
        values += [form_value, plain]
        nonce = self._nonce(arm, End.START, ControlBy.APP)
        fields = [
            ["data_list", chain.apply(form_value.value.encode(), form_steps).decode("ascii")],
            ["note", plain.value],
        ]
        page = _page(
            f"spikes:{nonce.value}",
            host,
            f"/{nonce.value}",
            "Spike page",
            "Known values, sent on purpose.",
            images=images,
            forms=[_form(f"https://{host}/f", fields, "Send spikes")],
        )
        return Planting((nonce, *values), page, f"https://{host}/{nonce.value}")

    def blanks(self, parts: Iterable[str]) -> tuple[Planted, ...]:
        """Values of the shape of these parts that are never sent: one seen voids the run (method §8)."""
        shapes = dict.fromkeys((*parts, *SPIKE_PARTS))
        return tuple(
            self._value(PlantedKind.BLANK, "run", "blank", number, part) for number, part in enumerate(shapes)
        )

    def calibration(self) -> Planting:
        """A page with a form that uploads 1 MiB when its button is tapped (method §5)."""
        host = f"calibration.{self._domain}"
        path = self.token("calibration", "upload", 0, "page")
        page = _page(
            f"calibration:{path}",
            host,
            f"/{path}",
            "Counter calibration",
            "One MiB is uploaded to compare the phone's byte counters with the recorder's.",
            forms=[_form(f"https://{host}/upload", [["pad", "x" * CALIBRATION_BYTES]], "Upload")],
        )
        return Planting((), page, f"https://{host}/{path}")


def _page(
    name: str, host: str, path: str, title: str, text: str, query: str = "", **more: Any
) -> dict[str, Any]:
    """A page as the recorder takes it."""
    return {
        "id": name,
        "host": host,
        "path": path,
        "query": query,
        "title": title,
        "text": text,
        "favicon": True,
        **more,
    }


def _form(action: str, fields: list[list[str]], submit: str) -> dict[str, Any]:
    return {"action": action, "method": "post", "fields": fields, "submit": submit}
