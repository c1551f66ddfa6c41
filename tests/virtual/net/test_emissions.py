from __future__ import annotations

from harness.virtual.net.emissions import Cause, Emissions, Sent


def test_an_emission_and_its_outcome_share_id_and_digest(scene):
    async def act(here):
        log = Emissions(here.phone)
        sent = Sent("a.b", 10001, "https", "h.test", 443, "proxy", "d1", 5, ("127.0.1.88", 4000))
        number = log.announce(sent, Cause("b1", "visit", ("v1", "v2"), ("md5", "sensors"), relay=True))
        log.settle(number, "d1", "answered")
        return here.emissions

    first, second = scene(act)

    assert (first["id"], first["digest"]) == (second["id"], second["digest"])
    assert second["outcome"] == "answered"
    assert first["value"] == "v1"
    assert first["values"] == ["v1", "v2"]
    assert first["wrappings"] == ["md5", "sensors"]
    assert (first["route"], first["path"]) == ("relay", "proxy")
    assert first["conn"] == ["127.0.1.88", 4000]
    assert first["arrived"] is None
    assert first["t"] <= second["t"]
