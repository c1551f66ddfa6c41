"""The apps of the virtual handset.

`browser` is one engine in two skins, `launcher` and `settings` are to stand on, `relay`, `push`, `gms`
and `system` have no screens and send what such services send.  `building.build` makes them all.
"""

from harness.virtual.apps.building import build

__all__ = ["build"]
