"""Leaves, one after another -> the root of their Merkle tree, and proofs about it (RFC 6962, section 2.1).

A root stands for all leaves up to a size. An inclusion proof shows that one leaf is among them, a consistency
proof that a later root goes on from an earlier one and changed nothing; either holds a hash for each doubling of
the size.
"""

import hashlib
from collections.abc import Sequence

Hash = bytes
"""32 bytes of SHA-256."""


def leaf_hash(leaf: bytes) -> Hash:
    """Return the hash of one leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """Return the hash of the node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Growing:
    """A tree to which leaves are added at the end; it keeps one hash for each full tree in it, and no leaf."""

    def __init__(self, size: int = 0, peaks: Sequence[Hash] = ()) -> None:
        """Go on from a tree of `size` leaves whose full trees have the roots `peaks`, the largest first.

        Raises ValueError where there are not as many as the size has ones in binary.
        """
        if size.bit_count() != len(peaks):
            raise ValueError(f"{len(peaks)} peaks cannot be of {size} leaves")
        self.size = size
        self.peaks = list(peaks)
        """The roots of the full trees, the largest first."""

    def add(self, leaf: Hash) -> None:
        """Add the leaf of that hash."""
        full = self.size
        while full & 1:
            leaf = node_hash(self.peaks.pop(), leaf)
            full >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> Hash:
        """Return the root of all leaves so far; of none, the hash of nothing."""
        if not self.peaks:
            return hashlib.sha256().digest()
        root = self.peaks[-1]
        for left in reversed(self.peaks[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Sequence[Hash]) -> Hash:
    """Return the root of the tree over the hashes of all leaves."""
    tree = Growing()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def inclusion_proof(leaves: Sequence[Hash], index: int) -> list[Hash]:
    """Return the hashes beside the way from leaf `index` (from 0) up to the root over all leaves."""
    if len(leaves) <= 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*inclusion_proof(leaves[:half], index), root_of(leaves[half:])]
    return [*inclusion_proof(leaves[half:], index - half), root_of(leaves[:half])]


def consistency_proof(leaves: Sequence[Hash], earlier: int) -> list[Hash]:
    """Return the hashes that lead from the root of the first `earlier` leaves to the root of all."""
    return _consistency(leaves, earlier, whole=True) if 0 < earlier < len(leaves) else []


def _consistency(leaves: Sequence[Hash], earlier: int, *, whole: bool) -> list[Hash]:
    if earlier == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = _half(len(leaves))
    if earlier <= half:
        return [*_consistency(leaves[:half], earlier, whole=whole), root_of(leaves[half:])]
    return [*_consistency(leaves[half:], earlier - half, whole=False), root_of(leaves[:half])]


def _half(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def root_by_inclusion(leaf: Hash, index: int, size: int, proof: Sequence[Hash]) -> Hash | None:
    """Return the root to which a proof leads from leaf `index` of `size`; None where it has the wrong length.

    Source: RFC 9162, section 2.1.3.2, which says it for the trees of RFC 6962.
    """
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(beside, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, beside)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def is_consistent(earlier: int, earlier_root: Hash, later: int, later_root: Hash, proof: Sequence[Hash]) -> bool:
    """Whether the tree of `later` leaves begins with that of `earlier`, by a consistency proof.

    Source: RFC 9162, section 2.1.4.2.
    """
    if earlier == later or earlier == 0:
        return not proof and (earlier == 0 or earlier_root == later_root)
    if not proof or earlier > later:
        return False
    steps = list(proof) if earlier & (earlier - 1) else [earlier_root, *proof]
    at, last = earlier - 1, later - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for beside in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = node_hash(beside, first), node_hash(beside, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and first == earlier_root and second == later_root
