"""The one address that opens the console where there are no accounts: for whoever sits at the machine."""

import hmac
import secrets
import threading


class EntryKey:
    """A key of 256 bits that opens once; the next one is made with `renew`. For any number of threads."""

    def __init__(self) -> None:
        """Make the first key."""
        self._lock = threading.Lock()
        self._key: str | None = None
        self.text = self.renew()
        """The key as it stands in the address."""

    def renew(self) -> str:
        """Make another key, which takes the place of the one before, used or not; return it."""
        with self._lock:
            self._key = self.text = secrets.token_urlsafe(32)
            return self._key

    def opens(self, given: str) -> bool:
        """Whether that is the key, and nobody has used it yet; from now on it is used."""
        with self._lock:
            if self._key is None or not hmac.compare_digest(given.encode("utf-8", "replace"), self._key.encode()):
                return False
            self._key = None
            return True
