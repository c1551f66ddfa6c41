"""The join graph: which identifiers travel together, and the way from behaviour to a person."""

from __future__ import annotations

from harness.detect.linkage import BEHAVIOUR, Travelled, join
from harness.model.message import ExchangeId


def sent(number: int, host: str, *names: str, behaviour: bool = False) -> Travelled:
    return Travelled(ExchangeId(str(number)), host, frozenset(names), behaviour)


def test_the_shortest_path_leads_over_a_shared_token() -> None:
    graph = join(
        [
            sent(1, "sa.test", "anonymous_id", behaviour=True),
            sent(2, "id.test", "anonymous_id", "oaid"),
            sent(3, "account.test", "oaid", "account"),
            sent(4, "far.test", "account", "imei"),
        ]
    )

    path = graph.path_to({"account", "imei"})

    assert path is not None
    assert [(link.start, link.end, link.exchange) for link in path] == [
        (BEHAVIOUR, "anonymous_id", "1"),
        ("anonymous_id", "oaid", "2"),
        ("oaid", "account", "3"),
    ]
    assert graph.together() == (("account", "imei"), ("account", "oaid"), ("anonymous_id", "oaid"))


def test_no_path_is_none() -> None:
    assert (
        join([sent(1, "sa.test", "token", behaviour=True), sent(2, "b.test", "imei")]).path_to({"imei"})
        is None
    )


def test_one_host_may_join_what_came_in_two_exchanges() -> None:
    seen = [sent(1, "sa.test", "token", behaviour=True), sent(2, "sa.test", "imei")]

    assert join(seen).path_to({"imei"}) is None
    assert join(seen, by_host=True).path_to({"imei"}) is not None
