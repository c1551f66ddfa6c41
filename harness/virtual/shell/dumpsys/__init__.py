"""One file per family of `dumpsys` services; each lists its own in `SERVICES`."""
