"""uiautomator2's server on the phone: JSON-RPC over HTTP on device port 9008.

`server` reads requests, `methods` answers them, `selector` finds nodes, `hierarchy` writes the dump,
`drawing` paints the screen. Its answers are those that uiautomator2 3.7.1 parses.
"""
