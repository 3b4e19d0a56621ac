"""The command line: thin commands, a group a file; it decides nothing."""

import gc
import os
import sys

_OBJECTS_BETWEEN_LOOKS = 50_000
"""Python looks for rings of forgotten objects after 700; while half a million that stay are loaded, in vain."""


def main() -> None:
    """Run the `broadcast` program on the process's own words, and end the process with its exit code."""
    _begin_lightly()
    from broadcast.cli.root import broadcast

    sys.exit(broadcast.run(sys.argv[1:]))


def _begin_lightly() -> None:
    """Spare the start of each command what nobody needs."""
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS, 10, 10)
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # else it asks each installed package whether it has any
