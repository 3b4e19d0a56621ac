"""A message, a key and a namespace -> a signature that `ssh-keygen -Y verify` accepts.

The namespace keeps apart what is signed for one purpose and for another. Source: PROTOCOL.sshsig of OpenSSH.
"""

import hashlib
import struct
from base64 import b64decode, b64encode
from textwrap import wrap

from broadcast.record.ed25519 import Private, is_signed, public_of

_MAGIC = b"SSHSIG"
_VERSION = 1
_KIND = b"ssh-ed25519"
_HASHED = b"sha512"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_COLUMNS = 70


def sign(key: Private, namespace: str, message: bytes) -> str:
    """Return the signature over `message` in that namespace, in the armour that ssh-keygen reads."""
    signature = _string(_KIND) + _string(key.sign(_signed(namespace, message)))
    fields = (_public(public_of(key)), namespace.encode(), b"", _HASHED, signature)
    blob = _MAGIC + struct.pack(">I", _VERSION) + b"".join(map(_string, fields))
    return "\n".join([_BEGIN, *wrap(b64encode(blob).decode(), _COLUMNS), _END, ""])


def verify(public: bytes, namespace: str, message: bytes, armoured: str) -> bool:
    """Whether `armoured` is a signature over `message`, in that namespace and no other, of that public key.

    `public`: its 32 bytes. Also False where it is no signature at all, or hashed otherwise than ours are.
    """
    try:
        blob = b64decode("".join(armoured.strip().removeprefix(_BEGIN).removesuffix(_END).split()), validate=True)
        head, fields = blob[: len(_MAGIC) + 4], _strings(blob[len(_MAGIC) + 4 :])
        key, space, _, hashed, signature = fields
        kind, made = _strings(signature)
    except (ValueError, struct.error):
        return False
    told = (head, key, space, hashed, kind)
    expected = (_MAGIC + struct.pack(">I", _VERSION), _public(public), namespace.encode(), _HASHED, _KIND)
    return told == expected and is_signed(public, made, _signed(namespace, message))


def public_line(public: bytes, comment: str = "") -> str:
    """Return the public key as one line, as OpenSSH writes it into a `.pub` file."""
    return f"{_KIND.decode()} {b64encode(_public(public)).decode()} {comment}".strip()


def public_of_line(line: str) -> bytes:
    """Read the 32 bytes of a public key from such a line. Raises ValueError where it holds none of Ed25519."""
    try:
        kind, public = _strings(b64decode(line.split()[1], validate=True))
    except (IndexError, struct.error) as error:
        raise ValueError("no public key of OpenSSH") from error
    if kind != _KIND or len(public) != 32:
        raise ValueError("no public key of Ed25519")
    return public


def _signed(namespace: str, message: bytes) -> bytes:
    """What is signed instead of the message itself."""
    digest = hashlib.sha512(message).digest()
    return _MAGIC + b"".join(map(_string, (namespace.encode(), b"", _HASHED, digest)))


def _public(public: bytes) -> bytes:
    return _string(_KIND) + _string(public)


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _strings(blob: bytes) -> list[bytes]:
    """Every string of a blob that holds nothing else. Raises ValueError where one is cut short."""
    found = []
    while blob:
        [length] = struct.unpack(">I", blob[:4])
        if len(blob) < 4 + length:
            raise ValueError("cut short")
        found.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    return found
