"""`python -m strategyscore`, where the console script is not on the path."""

from strategyscore.cli.start import main

main()
