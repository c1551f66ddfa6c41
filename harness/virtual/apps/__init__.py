"""The apps of the virtual handset, one module or folder each.

`browser` is one engine in two skins, `launcher`, `settings` and `systemui` are to stand on, `relay`, `push`,
`gms` and `system` have no screens and send what such services send.  `discovery` finds them all,
`building.build` makes them.
"""
