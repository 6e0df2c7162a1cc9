"""`python -m ingest` is `trialtrace`."""

from ingest.cli import main

main(prog_name="trialtrace")
