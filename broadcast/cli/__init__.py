"""The command line: thin commands, a group a file; it decides nothing."""

import sys


def main() -> None:
    """Run the `broadcast` program on the process's own words, and end the process with its exit code."""
    from broadcast.cli.root import broadcast

    sys.exit(broadcast.run(sys.argv[1:]))
