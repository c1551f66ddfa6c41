"""Recording: everything the phone sends through the proxy, frozen and written as it happens.

`recorder` is a process of its own: one mitmproxy Master for one handset.  Its addons are small:
`connections` counts socket bytes below TLS and tells what was offered and refused, `exchanges` freezes
HTTP, `streams` freezes raw TCP, WebSocket and DNS.  All write through `recording` into the run folder.
`upstream` decides who may be reached (a rehearsal: nobody but the zone's peers), `pages` answers the
canary sites, `complaints` turns what the proxy merely logs into gaps, `guard` makes a broken addon end
the process.  `client` is the bench's side of that process; `har` exports a stored run.
"""
