"""The shape of a behaviour file; unknown keys are errors.

Validated with a `Vocabulary` as context, so that triggers and facts are those of the phone's apps.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from harness.virtual.behaviours.filling import PLACEHOLDERS, check
from harness.virtual.behaviours.occasions import Vocabulary
from harness.wrap import chain


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _vocabulary(info: ValidationInfo) -> Vocabulary:
    return info.context if isinstance(info.context, Vocabulary) else Vocabulary()


def _known(info: ValidationInfo) -> frozenset[str]:
    return PLACEHOLDERS | _vocabulary(info).facts


class Condition(_Strict):
    """All that is given must be so; what is not given does not matter.

    `switches` are the app's own (`collecting`: the incognito switch stands on collecting;
    `personalized`), `settings` those of the phone as `namespace.key`.
    """

    incognito: bool | None = None
    consent: bool | None = True
    signed_in: bool | None = None
    switches: dict[str, bool] = Field(default_factory=dict)
    settings: dict[str, str] = Field(default_factory=dict)
    from_version: str = ""
    before_version: str = ""

    @field_validator("consent", mode="before")
    @classmethod
    def _any_consent(cls, value: Any) -> Any:
        return None if value == "any" else value


class Event(_Strict):
    """One kind of event.  `body` becomes a JSON object, `text` goes as it is; exactly one is given.

    `value` is what the log of emissions names as reported.  `every_s` and `after_s` are phone seconds,
    for the triggers `timer` and `idle`.
    """

    trigger: str
    name: str
    value: str = ""
    body: dict[str, Any] | None = None
    text: str | None = None
    every_s: float = Field(default=0, ge=0)
    after_s: float = Field(default=0, ge=0)
    when: tuple[Condition, ...] = ()

    @field_validator("trigger")
    @classmethod
    def _happens(cls, value: str, info: ValidationInfo) -> str:
        if value not in (triggers := _vocabulary(info).triggers):
            raise ValueError(f"wanted one of {', '.join(sorted(triggers))}")
        return value

    @model_validator(mode="after")
    def _consistent(self, info: ValidationInfo) -> Event:
        if (self.body is None) == (self.text is None):
            raise ValueError(f"{self.name}: wanted one of body and text")
        if (self.trigger == "timer") != bool(self.every_s):
            raise ValueError(f"{self.name}: every_s belongs to the trigger timer, and to it alone")
        if (self.trigger == "idle") != bool(self.after_s):
            raise ValueError(f"{self.name}: after_s belongs to the trigger idle, and to it alone")
        check([self.value, self.text or "", self.body or {}], _known(info))
        return self


class Token(_Strict):
    """The analytics token: a random one, or (`source`) made from something.

    `renewed_by_use` is the defect described in the facts: the age is reset at every use, so the token
    changes only after `valid_days` without any.  `survives_clear` keeps it outside the app's data.
    """

    source: str = "{random_uuid}"
    valid_days: int = Field(default=90, gt=0)
    renewed_by_use: bool = False
    survives_clear: bool = False

    @model_validator(mode="after")
    def _filled(self, info: ValidationInfo) -> Token:
        check([self.source], _known(info) - {"anonymous_id"})
        return self


class Behaviour(_Strict):
    """One behaviour.  `id` is the file's stem.

    `common` is what the bodies of all events have; an event's own `body` is laid over it.
    `sender` is the package that sends where it is not the app itself; `replaces` names behaviours that
    are off while this one is on.  Events wait `delay_s`, then for the next flush: every `flush_s`, at
    `flush_count` events, or in the background (all phone seconds; `flush_s` 0 = at once).
    """

    id: str = Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    source: str
    apps: tuple[str, ...] = Field(min_length=1)
    sender: str = ""
    replaces: tuple[str, ...] = ()
    scheme: Literal["https", "http", "udp"] = "https"
    host: str
    port: int = Field(default=0, ge=0, lt=65536)
    method: Literal["GET", "POST"] = "POST"
    path: str = "/"
    route: Literal["proxy", "direct", "relay"] = "proxy"
    pin: Literal["", "chain", "after"] = ""
    headers: dict[str, str] = Field(default_factory=dict)
    envelope: str = "[{events}]"
    flush_field: str = ""
    wrap: tuple[str, ...] = ()
    delay_s: float = Field(default=0, ge=0)
    flush_s: float = Field(default=15, ge=0)
    flush_count: int = Field(default=100, gt=0)
    batch: int = Field(default=50, gt=0)
    flush_on_background: bool = True
    token: Token = Token()
    common: dict[str, Any] = Field(default_factory=dict)
    when: tuple[Condition, ...] = ()
    events: tuple[Event, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self, info: ValidationInfo) -> Behaviour:
        chain.check([re.sub(r"\{\w+(\|\w+)*\}", "00", step) for step in self.wrap])
        check([self.path, self.headers, *self.wrap, self.host, self.common], _known(info))
        check([self.envelope], _known(info) | {"events"})
        if (self.route == "relay") != bool(self.sender):
            raise ValueError("wanted a sender for the route relay, and for it alone")
        return self

    @property
    def real_port(self) -> int:
        """The port, by scheme where none is given."""
        return self.port or {"https": 443, "http": 80, "udp": 443}[self.scheme]


class Expectation(_Strict):
    """What the suite should find on a phone with this behaviour; never read on the phone."""

    violates: tuple[str, ...] = ()
    why: str = ""


class BehaviourFile(_Strict):
    """A whole file."""

    behaviour: Behaviour
    expect: Expectation = Expectation()
