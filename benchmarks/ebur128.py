"""A sound file -> what ffmpeg's filter ebur128 reads of it: the meter that is not ours."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What ffmpeg reads of a whole file."""

    lufs: float
    """Integrated."""
    dbtp: float
    """The true peak."""
    range_lu: float


def ebur128(path: Path) -> Read:
    """Measure a file; OSError where there is no ffmpeg, subprocess.CalledProcessError where it reads no sound."""
    told = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr.split("Summary:")[1]
    lufs, dbtp, range_lu = (
        re.search(pattern, told) for pattern in (r"I:\s+(\S+) LUFS", r"Peak:\s+(\S+) dBFS", r"LRA:\s+(\S+) LU\n")
    )
    assert lufs is not None
    assert dbtp is not None
    assert range_lu is not None
    return Read(lufs=float(lufs[1]), dbtp=float(dbtp[1]), range_lu=float(range_lu[1]))
