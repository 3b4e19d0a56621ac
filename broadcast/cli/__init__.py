"""The command line: thin commands, a group a file; it decides nothing."""

import gc
import os
import sys

_BEGINNING, _STAYING = 250_000, 50_000
"""Python looks for rings of forgotten objects after 700 new ones; while all that stay are loaded, in vain.

A command that shows something and ends makes fewer, and never looks: each look took a hundredth of a second.
"""


def main() -> None:
    """Run the `broadcast` program on the process's own words, and end the process with its exit code."""
    _begin_lightly()
    from broadcast.cli.root import broadcast

    code = broadcast.run(sys.argv[1:])
    gc.freeze()  # all is given back to the system now: nobody need look for rings in it once more
    sys.exit(code)


def _begin_lightly() -> None:
    """Spare the start of each command what nobody needs."""
    gc.set_threshold(_BEGINNING, 10, 10)
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # else it asks each installed package whether it has any


def stay_lightly() -> None:
    """Look for rings of forgotten objects more often from now on: a player stays for months."""
    if gc.get_threshold()[0] > _STAYING:
        gc.set_threshold(_STAYING, 10, 10)
