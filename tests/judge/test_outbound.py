from __future__ import annotations

import pytest

from harness.judge.outbound import CLEAR
from harness.model.message import Transport
from tests.judge.records import message, outbound


@pytest.mark.parametrize(
    ("target", "path"),
    [(b"/a/b?c=/d?e", "/a/b"), (b"/a", "/a"), (b"", ""), (b"/\xff?", "/\ufffd"), (b"?a=b", "")],
)
def test_the_path_stands_before_the_first_question_mark(target, path):
    assert outbound(message=message(target=target)).path == path


def test_a_canary_site_is_answered_by_the_recorder():
    assert outbound(answered_by="canary").by_canary
    assert not outbound(answered_by="upstream").by_canary


def test_every_scheme_without_tls_is_clear():
    assert {"http", "ws", "tcp"} == CLEAR


@pytest.mark.parametrize(
    ("more", "path", "place"),
    [
        ({}, ("header:Referer", "percent"), "header:referer"),
        ({}, ("url.query:u",), "url.query:u"),
        ({}, (), ""),
        ({"transport": Transport.DNS}, ("body", "dns:question[0]"), "dns"),
        ({"transport": Transport.TCP}, ("body", "tls:sni"), "sni"),
        ({"transport": Transport.TCP}, ("body", "tls:alpn"), "body"),
        ({"method": "CONNECT"}, ("host",), "connect"),
        ({"method": "CONNECT"}, ("header:x-page",), "header:x-page"),
        ({"method": "POST"}, ("body", "dns:question[0]"), "body"),
        ({"method": "POST"}, ("body", "tls:sni"), "body"),
    ],
)
def test_a_place_is_that_of_the_acts_and_no_request_passes_for_another(more, path, place):
    assert outbound(message=message(**more)).place(path) == place
