"""The machine -> how many processes of ours can compute at a time."""

import os


def usable_cores() -> int:
    """Count the cores of the processor that this process may use; at least 1.

    Where the system does not tell which ones those are (Windows, macOS), all of the machine's are counted.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
