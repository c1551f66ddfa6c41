import pytest

from harness.device.nonce import send_nonce
from harness.model.errors import MeasurementLost

URL = "http://n123.claims.test/abc?q=1"
GET = "settings get global http_proxy"
CURL = f"curl -s -S -o /dev/null -w '%{{http_code}}' -m 10 -x http://10.0.0.1:8080 '{URL}'"
NC = (
    f"printf 'GET {URL} HTTP/1.1\\r\\nHost: n123.claims.test\\r\\nConnection: close\\r\\n\\r\\n' "
    "| toybox nc -w 10 10.0.0.1 8080"
)


def test_the_first_way_that_gets_an_answer_is_named(told):
    assert send_nonce(told({GET: "10.0.0.1:8080\n", CURL: "200"}), URL) == "curl"
    assert send_nonce(told({GET: "10.0.0.1:8080\n", NC: "HTTP/1.1 200 OK\r\n\r\n"}), URL) == "toybox nc"


@pytest.mark.parametrize("said", ["", "000", ("000", "curl: (7) refused", 7), "HTTP/1.1 sorry"])
def test_no_answer_is_no_nonce(told, said):
    with pytest.raises(MeasurementLost, match=r"curl: .*toybox nc: .*nc: "):
        send_nonce(told({GET: "10.0.0.1:8080\n", CURL: said, NC: said}), URL)


def test_without_a_proxy_there_is_no_path_to_prove(told):
    with pytest.raises(MeasurementLost, match="proxy setting"):
        send_nonce(told({GET: "null\n"}), URL)


@pytest.mark.parametrize("url", ["https://a.test/", "http://a.test/$(reboot)", "http://a.test/'x", "a.test"])
def test_only_plain_addresses_reach_the_shell(told, url):
    phone = told({GET: "10.0.0.1:8080\n"})
    with pytest.raises(MeasurementLost, match="plain http"):
        send_nonce(phone, url)
    assert phone.commands == []


def test_behind_a_router_the_host_itself_is_asked(told):
    curl = f"curl -s -S -o /dev/null -w '%{{http_code}}' -m 10 --noproxy '*' '{URL}'"
    netcat = (
        "printf 'GET /abc?q=1 HTTP/1.1\\r\\nHost: n123.claims.test\\r\\nConnection: close\\r\\n\\r\\n' "
        "| toybox nc -w 10 n123.claims.test 80"
    )
    assert send_nonce(told({curl: "200"}), URL, routed=True) == "curl"
    assert send_nonce(told({netcat: "HTTP/1.1 200 OK\r\n\r\n"}), URL, routed=True) == "toybox nc"
