"""What the bench plants: tokens, canary pages, spike pages, blank values (method §3, §8).

Tokens are HMAC-SHA-256 of the run's seed over handset, arm, act and part (RFC 2104), as base32 letters;
the commitment to the seed is sealed with the plan before the first act.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from harness.model.planted import Planted, PlantedId, PlantedKind
from harness.wrap import chain

TOKEN_LETTERS = 20
"""100 bits: no two tokens meet by chance, and a hash of one cannot be guessed."""
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
    """Values planted for one page or term, and the page to register with the recorder, if there is one."""

    values: tuple[Planted, ...]
    page: dict[str, Any] | None
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
        self, kind: PlantedKind, arm: str, act: str, number: int, part: str, wrapping: str | None = None
    ) -> Planted:
        token = self.token(arm, act, number, part + (wrapping or ""))
        name = PlantedId(f"{kind.value}:{token[:12]}")
        return Planted(name, kind, token, part, arm, act, number, wrapping)

    def page(self, arm: str, number: int) -> Planting:
        """An inert canary page: host, path, query, fragment, title and body each carry their own token."""
        parts = {
            part: self._value(PlantedKind.CANARY, arm, "visit", number, part)
            for part in ("host", "path", "query", "fragment", "title", "body")
        }
        host = f"{parts['host'].value}.{self._domain}"
        path, query = f"/{parts['path'].value}", f"q={parts['query'].value}"
        page = {
            "id": f"page:{parts['host'].value}",
            "host": host,
            "path": path,
            "query": query,
            "title": f"Garden notes {parts['title'].value}",
            "text": f"Water the beans in the evening. {parts['body'].value}",
            "favicon": True,
        }
        url = f"https://{host}{path}?{query}#{parts['fragment'].value}"
        return Planting(tuple(parts.values()), page, url)

    def term(self, arm: str, number: int) -> Planting:
        """A search term that nobody ever searched."""
        value = self._value(PlantedKind.CANARY, arm, "search", number, "search-term")
        return Planting((value,), None, value.value)

    def observed(self, arm: str, number: int, part: str, text: str) -> Planted:
        """A value read from the screen, for acts that cannot carry a canary (method §3)."""
        digest = hashlib.sha256(f"{arm}\x00{part}\x00{text}".encode()).hexdigest()[:12]
        name = PlantedId(f"observed:{digest}")
        return Planted(name, PlantedKind.OBSERVED, text, part, arm, "news", number)

    def nonce(self, arm: str, at: str, by: str) -> Planting:
        """A path nonce: a page of its own on the canary domain."""
        value = self._value(PlantedKind.NONCE, arm, f"nonce-{at}-{by}", 0, "path")
        host = f"nonce.{self._domain}"
        page = {
            "id": f"nonce:{value.value}",
            "host": host,
            "path": f"/{value.value}",
            "query": "",
            "title": "Path check",
            "text": "The path from the phone to the recorder carries.",
            "favicon": True,
        }
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
        nonce = self._value(PlantedKind.NONCE, arm, "nonce-start-app", 0, "path")
        path = nonce.value
        page = {
            "id": f"spikes:{path}",
            "host": host,
            "path": f"/{path}",
            "query": "",
            "title": "Spike page",
            "text": "Known values, sent on purpose.",
            "images": images,
            "forms": [
                {
                    "action": f"https://{host}/f",
                    "method": "post",
                    "fields": [
                        ["data_list", chain.apply(form_value.value.encode(), form_steps).decode("ascii")],
                        ["note", plain.value],
                    ],
                    "submit": "Send spikes",
                }
            ],
            "favicon": True,
        }
        return Planting((nonce, *values), page, f"https://{host}/{path}")

    def blanks(self) -> tuple[Planted, ...]:
        """Values of every shape that are never sent: one seen voids the run (method §8)."""
        shapes = ("host", "path", "query", "fragment", "title", "body", "search-term", "image", "form")
        return tuple(
            self._value(PlantedKind.BLANK, "run", "blank", number, part) for number, part in enumerate(shapes)
        )

    def calibration(self) -> Planting:
        """A page with a form that uploads 1 MiB when its button is tapped (method §5)."""
        host = f"calibration.{self._domain}"
        path = self.token("calibration", "upload", 0, "page")
        page = {
            "id": f"calibration:{path}",
            "host": host,
            "path": f"/{path}",
            "query": "",
            "title": "Counter calibration",
            "text": "One MiB is uploaded to compare the phone's byte counters with the recorder's.",
            "forms": [
                {
                    "action": f"https://{host}/upload",
                    "method": "post",
                    "fields": [["pad", "x" * CALIBRATION_BYTES]],
                    "submit": "Upload",
                }
            ],
            "favicon": True,
        }
        return Planting((), page, f"https://{host}/{path}")
