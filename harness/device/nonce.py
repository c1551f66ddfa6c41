"""Path nonces sent by the phone's shell: proof that a path from phone to recorder carried (method §8)."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from harness.device.setting import Proxy
from harness.device.shell import Shell, quoted
from harness.model.errors import MeasurementLost

SECONDS = 10


def send_nonce(shell: Shell, url: str, *, routed: bool = False) -> str:
    """Ask for `url` (http) through the proxy that the phone is set to; the name of the way that worked.

    Where the recorder is the phone's only router (`routed`) the host itself is asked.  A way worked only if
    an HTTP answer came back.  Raises MeasurementLost where none does, with what each one said.
    """
    if not re.fullmatch(r"http://[a-z0-9.-]+(:\d+)?(/[\w./?=&~-]*)?", url):
        raise MeasurementLost(f"wanted a plain http address for a nonce, found {url!r}")
    proxy = None if routed else Proxy().read(shell)
    if not routed and not isinstance(proxy, str):
        raise MeasurementLost(
            f"wanted the recorder's address in the proxy setting of {shell.serial}, found none"
        )
    said = []
    for name, way in WAYS.items():
        failure = way(shell, url, proxy if isinstance(proxy, str) else None)
        if failure is None:
            return name
        said.append(f"{name}: {failure}")
    raise MeasurementLost(
        f"wanted a nonce from the shell of {shell.serial}, found no way ({'; '.join(said)})"
    )


def _curl(shell: Shell, url: str, proxy: str | None) -> str | None:
    words = ["curl", "-s", "-S", "-o", "/dev/null", "-w", "%{http_code}", "-m", str(SECONDS)]
    words += ["--noproxy", "*"] if proxy is None else ["-x", f"http://{proxy}"]
    output = shell.run(quoted([*words, url]), SECONDS + 5)
    if output.refused is None and re.fullmatch(r"[2-5]\d\d", output.stdout.strip()):
        return None
    return output.refused or f"answered {output.stdout.strip()[:40]!r}"


def _netcat(program: str) -> Callable[[Shell, str, str | None], str | None]:
    def send(shell: Shell, url: str, proxy: str | None) -> str | None:
        parts = urlsplit(url)
        host, _, port = (proxy or f"{parts.hostname}:{parts.port or 80}").rpartition(":")
        asked = url if proxy else parts._replace(scheme="", netloc="").geturl() or "/"
        request = f"GET {asked} HTTP/1.1\\r\\nHost: {urlsplit(url).netloc}\\r\\nConnection: close\\r\\n\\r\\n"
        command = f"printf '{request}' | {program} -w {SECONDS} {quoted([host, port])}"
        output = shell.run(command, SECONDS + 5)
        if output.refused is None and re.match(r"HTTP/1\.[01] [2-5]\d\d\b", output.stdout):
            return None
        return output.refused or f"answered {output.stdout[:40]!r}"

    return send


WAYS: dict[str, Callable[[Shell, str, str | None], str | None]] = {
    "curl": _curl,
    "toybox nc": _netcat("toybox nc"),
    "nc": _netcat("nc"),
}
