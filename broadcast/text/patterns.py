"""A large pattern that is compiled when it is first used, so that importing the rules costs little."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    lazily = re.compile
else:

    class lazily:  # noqa: N801 - stands where re.compile would
        """Take the pattern and flags of `re.compile`; compile them when a method is first asked for.

        A method once asked for is kept on the object, so that a later call costs no more than the pattern's own.
        """

        def __init__(self, pattern: str, flags: int = 0) -> None:
            self._written = (pattern, flags)

        def __getattr__(self, name: str) -> object:
            method = getattr(re.compile(*self._written), name)
            setattr(self, name, method)
            return method
