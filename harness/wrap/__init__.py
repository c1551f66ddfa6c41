"""Encoders: what a sender does to a value before it leaves the phone.

One module per wrapping, each with `wrap(value: bytes, ...) -> bytes`; `chain.apply` composes them by
name.  Used for spikes, for self-checks and by the virtual handset.  Everything is deterministic: keys,
times and random bytes are arguments.  Imports nothing of the suite and never decodes, so that an error
here and an error in a decoder cannot cancel out; the tests hold each encoder against somebody else's tool.
"""
