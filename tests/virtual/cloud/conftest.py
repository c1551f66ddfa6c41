from __future__ import annotations

import asyncio
import ssl

import pytest

from harness.virtual.cloud import zone
from harness.virtual.cloud.server import Cloud


@pytest.fixture
def with_cloud(tmp_path):
    """Runs a coroutine function against a started cloud; afterwards everything is in its log."""

    def run(act):
        async def main():
            cloud = Cloud(tmp_path, zone.load(), seed=7)
            await cloud.start()
            try:
                return await asyncio.wait_for(act(cloud), 20)
            finally:
                await cloud.stop()

        return asyncio.run(main())

    return run


@pytest.fixture
def trusting():
    """A client context that trusts one cloud's authority and nothing else."""

    def make(cloud):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cloud.authority.path)
        return context

    return make
