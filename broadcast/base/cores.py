"""The machine -> how many processes of ours can compute at a time, and the memory that it has for them."""

import os


def usable_cores() -> int:
    """Count the cores of the processor that this process may use; at least 1.

    Where the system does not tell which ones those are (Windows, macOS), all of the machine's are counted.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory_bytes() -> int | None:
    """Return the bytes of memory that the machine has in all; None where the system does not tell (Windows)."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None
