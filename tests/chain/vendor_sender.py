"""An app that reports through the vendor's own client library; started as a process with a proxy set.

Its arguments: the consumer (`plain`, `batch`, `asynchronous`), the address, and as JSON the properties.
"""

from __future__ import annotations

import json
import sys

import sensorsanalytics as vendor

CONSUMERS = {
    "plain": vendor.DefaultConsumer,
    "batch": vendor.BatchConsumer,
    "asynchronous": vendor.AsyncBatchConsumer,
}


def main() -> None:
    name, address, properties = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    client = vendor.SensorsAnalytics(CONSUMERS[name](address, request_timeout=20))
    client.track("5f1c2d77e0a94b6e", "page_load_event_finish", properties)
    client.profile_set("5f1c2d77e0a94b6e", {"city": "Helsinki"})
    client.close()


if __name__ == "__main__":
    main()
