"""A cue's lines, or an older head -> one file by which an outsider checks the log, without seeing any other line.

Of lines it proves that they stand in the log: it holds each as it was hashed, and the hashes from there up to the
root. Of a head it proves that the log has only grown since: it holds the hashes that lead from the old root to the
new one. With either go the signed head with the new root, the station's public key, and the head's signature as
`ssh-keygen -Y verify` takes it. Source: RFC 6962, section 2.1.
"""

from base64 import b64encode
from itertools import islice
from typing import Any

from broadcast.base.errors import JournalError, tell
from broadcast.record.anchors.anchoring import NAMESPACE, Anchor, anchor_of
from broadcast.record.anchors.stationkey import StationKey
from broadcast.record.leaves import Leaf
from broadcast.record.merkle import Hash, consistency_proof, inclusion_proof, root_of
from broadcast.record.reading import Record
from broadcast.record.sshsig import public_line, sign

SCHEMA, GROWTH_SCHEMA = "broadcast.proof/1", "broadcast.growth-proof/1"


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
        **_signed(anchor, key),
    }


def growth_of(record: Record, earlier: int, key: StationKey) -> dict[str, Any]:
    """Return the proof that the log of the newest signed head begins with its first `earlier` lines, as JSON.

    Whoever holds a head or a code of that many lines holds its root against it. Raises JournalError where the log
    cannot be read, or no head of `key` has so many lines.
    """
    anchor = _newest(record, key)
    size = anchor.checkpoint.size
    if not 0 < earlier <= size:
        raise JournalError(
            tell("Mốc ký gần nhất có {size} dòng, không so được với mốc {earlier} dòng.",
                 size=size, earlier=earlier),
            tell("Ghi số dòng của mốc cũ, như trên giấy; mốc mới hơn thì ký trước: broadcast log --anchor"),
        )  # fmt: skip
    hashes = [leaf.hash for leaf in islice(record.leaves(), size)]
    _require_unchanged(hashes, anchor)
    return {
        "schema": GROWTH_SCHEMA,
        "earlier": {"size": earlier, "root": _text(root_of(hashes[:earlier]))},
        "consistency": [_text(one) for one in consistency_proof(hashes, earlier)],
        **_signed(anchor, key),
    }


def _signed(anchor: Anchor, key: StationKey) -> dict[str, str]:
    return {
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
    _require_unchanged(hashes, anchor)


def _require_unchanged(hashes: list[Hash], anchor: Anchor) -> None:
    if root_of(hashes) != anchor.checkpoint.root:
        raise JournalError(
            tell("Nhật ký không còn như lúc ký mốc gần nhất."), tell("Chạy: broadcast log --verify")
        )


def _text(one: Hash) -> str:
    return b64encode(one).decode()
