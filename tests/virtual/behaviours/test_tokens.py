from __future__ import annotations

import hashlib

from harness.virtual.behaviours.model import Token
from harness.virtual.behaviours.tokens import token

BROWSER = "com.mi.globalbrowser"
DAY = 86_400_000


def after_clear(scene, rule):
    async def act(here):
        before = [token(here.phone, BROWSER, rule) for _ in range(2)]
        await here.device.clear_app(BROWSER)
        return before, token(here.phone, BROWSER, rule), here.phone

    return scene(act)


def test_a_random_token_stays_until_the_data_are_cleared(scene):
    (first, second), third, _ = after_clear(scene, Token())

    assert first == second != third


def test_a_token_outside_the_data_survives(scene):
    (first, _), third, _ = after_clear(scene, Token(survives_clear=True))

    assert first == third


def test_a_derived_token_can_be_computed(scene):
    (first, _), third, phone = after_clear(scene, Token(source="{imei|sha256}"))

    assert first == third == hashlib.sha256(phone.identifiers.imei.encode()).hexdigest()


def ages(scene, rule):
    """Tokens on days 0, 60 and 120."""

    async def act(here):
        now = here.phone.clock.now_ms()
        made = []
        for day in (0, 60, 120):
            here.phone.clock.now_ms = lambda day=day: now + day * DAY
            made.append(token(here.phone, BROWSER, rule))
        return made

    return scene(act)


def test_a_token_is_renewed_after_90_days(scene):
    day0, day60, day120 = ages(scene, Token())

    assert day0 == day60 != day120


def test_the_reported_defect_keeps_a_token_in_use_for_ever(scene):
    day0, day60, day120 = ages(scene, Token(renewed_by_use=True))

    assert day0 == day60 == day120
