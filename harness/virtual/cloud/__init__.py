"""The stand-in vendor cloud: one process that answers for every host of the zone on loopback.

`zone.toml` names the hosts, `zone` turns them into the zone file that phone and recorder read,
`authority` makes certificates, `reading` takes requests off a connection, `answers` replies,
`datagrams` and `push` speak what is not HTTP, and `arrivals` writes down everything that came in by
any route.  That log is the ground truth that sightings are compared with.
"""
