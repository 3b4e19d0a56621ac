"""The package that an engine needs and this machine lacks -> why the engine cannot read, and how to get it."""

import sys

from broadcast.base.errors import SpeechError, tell

PIPER_PACKAGE, EDGE_PACKAGE = "piper-tts", "edge-tts"


def lacking(package: str) -> SpeechError:
    """Word that `package` is not installed, with the command that installs it; return the error, to be raised."""
    return SpeechError(
        tell("máy chưa có gói {package}", package=package),
        tell("Cài một lần bằng lệnh: {python} -m pip install {package}", python=sys.executable, package=package),
    )
