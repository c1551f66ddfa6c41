"""The nouns of the suite, frozen: claims, arms, planted values, messages, readings, judgements.

Nothing here reads a file, a clock or a socket.  Every other package speaks in these words, and the
invariants that make a judgement fair stand in the types themselves (`judgement.py`), so that an
impossible verdict cannot be built.
"""
