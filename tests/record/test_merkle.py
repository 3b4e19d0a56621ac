"""Roots and proofs are those of RFC 6962: known roots, and every proof of every small tree."""

import pytest

from broadcast.record.merkle import (
    Growing,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_by_inclusion,
    root_of,
)

LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Of the first 0 to 8 leaves: the test values of the certificate-transparency project."""
SIZES = range(1, 35)
HASHES = [leaf_hash(bytes([number])) for number in SIZES]


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_the_roots_are_the_known_ones(size: int) -> None:
    assert root_of([leaf_hash(bytes.fromhex(one)) for one in LEAVES[:size]]).hex() == ROOTS[size]


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_proven_and_no_other_in_its_place(size: int) -> None:
    root = root_of(HASHES[:size])
    for index in range(size):
        proof = inclusion_proof(HASHES[:size], index)
        assert root_by_inclusion(HASHES[index], index, size, proof) == root
        assert root_by_inclusion(HASHES[index - 1], index, size, proof) != root or size == 1
        assert root_by_inclusion(HASHES[index], index, size, [*proof, root]) is None
        assert root_by_inclusion(HASHES[index], size, size, proof) is None


@pytest.mark.parametrize("size", SIZES)
def test_every_tree_is_shown_to_have_grown_and_no_other_passes(size: int) -> None:
    root = root_of(HASHES[:size])
    for earlier in range(1, size + 1):
        proof, before = consistency_proof(HASHES[:size], earlier), root_of(HASHES[:earlier])
        assert is_consistent(earlier, before, size, root, proof)
        assert not is_consistent(earlier, HASHES[-1], size, root, proof)
        assert not is_consistent(earlier, before, size, HASHES[-1], proof)
        assert not is_consistent(earlier, before, size, root, [*proof, root])
    assert not is_consistent(size + 1, root, size, root, [])


def test_a_tree_goes_on_from_its_peaks() -> None:
    tree = Growing()
    for number, one in enumerate(HASHES, 1):
        tree.add(one)
        assert Growing(number, tree.peaks).root() == tree.root() == root_of(HASHES[:number])
    with pytest.raises(ValueError, match="peaks"):
        Growing(3, [HASHES[0]])
