"""Run the command line as ``python -m entityfr``."""

from entityfr.cli import main

main()
