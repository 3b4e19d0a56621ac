"""A package of Python by its name -> which version is installed here, and how to get one that is not."""

import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from broadcast.base.errors import MachineError, Message, tell


@cache
def installed(package: str) -> str | None:
    """Return the version of the package that is installed here, None where it is missing.

    Looked up once a process: what that has loaded stays as it was.
    """
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def how_to_get(package: str) -> Message:
    """Tell the command that installs the package for the Python that runs us."""
    return tell("Cài một lần bằng lệnh: {python} -m pip install {package}", python=sys.executable, package=package)


def lacking(package: str) -> MachineError:
    """Word the error for a package that is not installed; return it, for the caller to raise."""
    return MachineError(tell("máy chưa có gói {package}", package=package), how_to_get(package))
