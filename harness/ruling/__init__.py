"""From a stored run to its judgements: pack and tables, reading, judgement, the final word.

`pack` says whose claims are judged and where they lie, `tables` reads them, `final` judges a stored run with
the rules of today, `finish` judges and seals it.  Nothing here measures; judging again needs no phone and no
bench.
"""
