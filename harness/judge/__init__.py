"""Readings to judgements, purely: the same stored run gives the same judgement anywhere, any day.

The path through the package: `attribution` (who owned a connection), `fold` (a recording into the `findings`
of a `reading`), `scope` (whose traffic counts), `closure` and `controls` (whether the bench would have seen
it), `preconditions` and `coverage` (whether arms and reading are whole), `case` (all of that for one part of
the plan), `rules` (every rule with its contract, the functions by topic), and `judging` (a whole run).
"""
