"""A cue's lines -> one file by which an outsider checks that they stand in the log, without seeing any other line.

It holds each line as it was hashed, the hashes from there up to the root (RFC 6962), the signed head with that
root, the station's public key, and the head's signature as `ssh-keygen -Y verify` takes it.
"""

from base64 import b64encode
from typing import Any

from broadcast.base.errors import JournalError, tell
from broadcast.record.anchors.anchoring import NAMESPACE, Anchor, anchor_of
from broadcast.record.anchors.stationkey import StationKey
from broadcast.record.leaves import Leaf
from broadcast.record.merkle import Hash, inclusion_proof, root_of
from broadcast.record.reading import Record
from broadcast.record.sshsig import public_line, sign

SCHEMA = "broadcast.proof/1"


def proof_of(record: Record, cue: str, key: StationKey) -> dict[str, Any]:
    """Return the proof of every line about `cue` in the newest signed head, as JSON holds it.

    Raises JournalError where the log cannot be read, has no such line, or one that no head of `key` has.
    """
    anchor = _newest(record, key)
    hashes: list[Hash] = []
    lines: list[Leaf] = []
    for leaf in record.leaves():
        if leaf.number <= anchor.checkpoint.size:
            hashes.append(leaf.hash)
        if leaf.cue and leaf.cue == cue:  # a note is about no cue
            lines.append(leaf)
    _require(lines, cue, anchor, hashes)
    return {
        "schema": SCHEMA,
        "cue": cue,
        "lines": [
            {
                "leaf": leaf.content.decode(),
                "index": leaf.number - 1,
                "inclusion": [_text(one) for one in inclusion_proof(hashes, leaf.number - 1)],
            }
            for leaf in lines
        ],
        "checkpoint": str(anchor.note),
        "key": str(anchor.key),
        "ssh_key": public_line(key.public, key.verifier.name),
        "ssh_namespace": NAMESPACE,
        "ssh_signature": sign(key.private, NAMESPACE, str(anchor.note).encode()),
    }


def _newest(record: Record, key: StationKey) -> Anchor:
    last = record.last_anchor()
    if last is None:
        raise JournalError(tell("Nhật ký chưa có mốc ký nào."), tell("Ký trước: broadcast log --anchor"))
    try:
        anchor = anchor_of(last)
    except ValueError:
        anchor = None
    if anchor is None or anchor.key != key.verifier or not anchor.is_signed:
        raise JournalError(
            tell("Mốc ký gần nhất không phải do khoá hiện nay của đài ký."),
            tell("Ký lại: broadcast log --anchor"),
        )
    return anchor


def _require(lines: list[Leaf], cue: str, anchor: Anchor, hashes: list[Hash]) -> None:
    if not lines:
        raise JournalError(
            tell("Nhật ký không có lượt phát “{cue}”.", cue=cue),
            tell("Xem mã lượt phát (cue): broadcast log --json"),
        )
    if lines[-1].number > len(hashes):  # a start without its end would prove something else
        raise JournalError(
            tell("Lượt phát này có dòng ghi sau mốc ký gần nhất."), tell("Ký trước: broadcast log --anchor")
        )
    if root_of(hashes) != anchor.checkpoint.root:
        raise JournalError(
            tell("Nhật ký không còn như lúc ký mốc gần nhất."), tell("Chạy: broadcast log --verify")
        )


def _text(one: Hash) -> str:
    return b64encode(one).decode()
