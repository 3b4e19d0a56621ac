"""Keys of Ed25519 (RFC 8032) as OpenSSH keeps them: made, read, signed with, verified with.

The one file of the record that loads `cryptography`; whoever only looks does not load it.
"""

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

Private = Ed25519PrivateKey


def made() -> Private:
    """Make a new key."""
    return Ed25519PrivateKey.generate()


def written(key: Private, passphrase: bytes = b"") -> bytes:
    """Return the key as a file of OpenSSH, under the passphrase where there is one (bcrypt, as in ssh-keygen)."""
    hidden = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, hidden)


def read(file: bytes, passphrase: bytes | None = None) -> Private:
    """Return the key that a file of OpenSSH holds. Raises ValueError where it holds none of Ed25519."""
    try:
        key = load_ssh_private_key(file, passphrase)
    except (UnsupportedAlgorithm, TypeError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("not a key of Ed25519")  # noqa: TRY004 - what the file holds, not what was handed over
    return key


def public_of(key: Private) -> bytes:
    """Return the 32 bytes of the public key."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` over `message` was made with the key whose public half (32 bytes) is `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
