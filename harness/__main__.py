"""`python -m harness` is `claims`."""

from harness.cli.entry import main

main()
