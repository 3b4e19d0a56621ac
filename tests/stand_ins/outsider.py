"""Somebody who has one proof file, hashlib and cryptography, and nothing of this program."""

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def checked(file: str) -> list[list[Any]]:
    """The lines that a proof proves, each as JSON holds it. Raises an exception for a proof that does not hold."""
    proof = json.loads(file)
    text, _, signature = proof["checkpoint"].partition("\n\n")
    text += "\n"
    name, id_, key = proof["key"].split("+", 2)
    public = base64.b64decode(key)
    assert hashlib.sha256(name.encode() + b"\n" + public).hexdigest()[:8] == id_
    dash, signer, signed = signature.splitlines()[0].split(" ")
    assert (dash, signer, public[0]) == ("—", name, 1)
    assert base64.b64decode(signed)[:4].hex() == id_
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(base64.b64decode(signed)[4:], text.encode())
    origin, size, root = text.splitlines()
    assert origin == name
    for line in proof["lines"]:
        way = [base64.b64decode(one) for one in line["inclusion"]]
        assert _root(line["leaf"].encode(), line["index"], int(size), way) == base64.b64decode(root)
    return [json.loads(line["leaf"][64:]) for line in proof["lines"]]


def _root(leaf: bytes, index: int, size: int, way: list[bytes]) -> bytes:
    """RFC 6962, section 2.1.1, from below."""
    node, last = hashlib.sha256(b"\0" + leaf).digest(), size - 1
    for beside in way:
        while index == last and index % 2 == 0:
            index, last = index // 2, last // 2
        pair = beside + node if index % 2 else node + beside
        node, index, last = hashlib.sha256(b"\1" + pair).digest(), index // 2, last // 2
    assert last == 0
    return node
