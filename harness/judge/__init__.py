"""Readings to judgements, purely: the same stored run gives the same judgement anywhere, any day.

The path through the package: `attribution` (who owned a connection), `reading` (the fold of a
recording into sightings, uploads, gaps, residue, counters), `scope` (whose traffic counts), `closure`
and `controls` (whether the bench would have seen it), `case` (all of that for one proposition and app),
the rules by topic (`incognito`, `anonymity`, `encryption`), and `verdict` (a claim from its propositions).
"""
