"""The command line: thin commands, a group a file; it decides nothing."""

import sys


def main() -> None:
    """The `broadcast` program."""
    from broadcast.cli.root import broadcast

    sys.exit(broadcast.run(sys.argv[1:]))
