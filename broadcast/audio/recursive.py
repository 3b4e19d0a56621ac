"""A recursive filter, samples -> filtered samples: the same difference equation, thirty-two samples at a time.

Inside a block the answer is a matrix product (the block's own samples, and the state the filter had before it);
the state goes from block to block by a smaller matrix, eight blocks at a time. No approximation: it differs from
the sample-by-sample form by float32 rounding only. The derivation: docs/decisions/015-blocked-filters.md.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Samples

BLOCK = 32
"""Samples are taken in whole blocks of this many."""
_GROUP = 8
"""Blocks whose states are found by one product."""
_AT_ONCE = 1 << 16
"""Multiplications: so few BLAS does in the caller's own thread; its threads would stand in the way of ours."""

Section = tuple[tuple[float, float, float], tuple[float, float, float]]
"""(b, a) of a second-order section, a[0] = 1."""
Sections = tuple[Section, ...]
"""Sections in a row: the output of each is the input of the next."""
_Floats = NDArray[np.float64]
_Real = TypeVar("_Real", np.float32, np.float64)


class Recursion:
    """A recursive filter (second-order sections in a row) over one channel that comes in pieces."""

    def __init__(self, sections: Sections) -> None:
        """Start the filter at rest: silence came before the first sample."""
        self._matrices = _matrices_of(sections)
        self._state: _Floats = np.zeros(len(self._matrices.state_to_output))

    def add(self, samples: Samples) -> Samples:
        """Filter the next samples; return as many. Raises ValueError where they are no multiple of 32 (BLOCK)."""
        blocks = samples.reshape(-1, BLOCK)
        left_behind = _product(blocks, self._matrices.samples_to_state).astype(np.float64)
        states = self._matrices.chain.states(self._state, left_behind)
        self._state = states[-1]
        filtered = _product(blocks, self._matrices.samples_to_output)
        filtered += _product(states[:-1].astype(np.float32), self._matrices.state_to_output)
        return filtered.reshape(-1)


# --- the filter as matrices -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Matrices:
    """One filter, to be multiplied from the right of rows: a row is a block's samples, or the state before it."""

    samples_to_output: Samples
    """(block, block): what a block's samples add to its own output."""
    samples_to_state: Samples
    """(block, d): what a block's samples leave behind in the state."""
    state_to_output: Samples
    """(d, block): what the state before a block adds to its output."""
    chain: "_Chain"
    """From the state before a block to the state before the next."""


@cache
def _matrices_of(sections: Sections) -> _Matrices:
    transition, drive, readout, through = _state_space(sections)
    powers = [np.linalg.matrix_power(transition, k) for k in range(BLOCK + 1)]
    # row k: what the state adds to the output k samples later
    rung_out = np.array([readout @ power for power in powers[:BLOCK]])
    # the state is counted in what it adds to the output (orthonormal): no large numbers that cancel each other
    basis, to_basis = np.linalg.qr(rung_out)
    impulse = np.concatenate([[through], rung_out[:-1] @ drive])
    lags = np.arange(BLOCK)[None, :] - np.arange(BLOCK)[:, None]
    left_behind = [to_basis @ powers[BLOCK - 1 - place] @ drive for place in range(BLOCK)]
    return _Matrices(
        samples_to_output=np.where(lags >= 0, impulse[np.maximum(lags, 0)], 0.0).astype(np.float32),
        samples_to_state=np.array(left_behind).astype(np.float32),
        state_to_output=basis.T.astype(np.float32),
        chain=_Chain((to_basis @ powers[BLOCK] @ np.linalg.inv(to_basis)).T),
    )


def _state_space(sections: Sections) -> tuple[_Floats, _Floats, _Floats, float]:
    """(A, B, C, D) of the sections in a row: s' = A s + B x, y = C s + D x."""
    transition, drive, readout, through = np.zeros((0, 0)), np.zeros(0), np.zeros(0), 1.0
    for (b0, b1, b2), (_, a1, a2) in sections:
        own = np.array([[-a1, -a2], [1.0, 0.0]])
        own_readout = np.array([b1 - a1 * b0, b2 - a2 * b0])
        entered = np.outer([1.0, 0.0], readout)
        transition = np.block([[transition, np.zeros((len(transition), 2))], [entered, own]])
        drive = np.concatenate([drive, [through, 0.0]])
        readout, through = np.concatenate([b0 * readout, own_readout]), b0 * through
    return transition, drive, readout, through


# --- the states, one after another ----------------------------------------------------------------


class _Chain:
    """s[k + 1] = s[k] hold + steps[k], eight steps by one product; the groups of eight are a chain themselves."""

    def __init__(self, hold: _Floats) -> None:
        size = len(hold)
        powers = [np.linalg.matrix_power(hold, k) for k in range(_GROUP + 1)]
        self._hold = hold
        self._hold_over_group = powers[_GROUP]
        self._start_to_states = np.hstack(powers)
        self._steps_to_states: _Floats = np.zeros((_GROUP * size, (_GROUP + 1) * size))
        for step in range(_GROUP):
            later = np.hstack(powers[: _GROUP - step])
            self._steps_to_states[step * size : (step + 1) * size, (step + 1) * size :] = later

    @cached_property
    def _of_groups(self) -> "_Chain":
        return _Chain(self._hold_over_group)

    def states(self, first: _Floats, steps: _Floats) -> _Floats:
        """(n + 1, d): `first`, and what each of the (n, d) steps leads to."""
        count, size = steps.shape
        if count <= _GROUP:
            return self._one_by_one(first, steps)
        groups: _Floats = np.zeros((-(-count // _GROUP), _GROUP * size))
        groups.reshape(-1, size)[:count] = steps
        in_groups = _product(groups, self._steps_to_states)  # as if each group had begun at rest
        starts = self._of_groups.states(first, in_groups[:, -size:])[:-1]
        in_groups += _product(starts, self._start_to_states)
        states = in_groups[:, :-size].reshape(-1, size)[:count]
        return np.concatenate([states, states[-1:] @ self._hold + steps[-1:]])

    def _one_by_one(self, first: _Floats, steps: _Floats) -> _Floats:
        states = [first]
        for step in steps:
            states.append(states[-1] @ self._hold + step)
        return np.array(states)


def _product(rows: NDArray[_Real], matrix: NDArray[_Real]) -> NDArray[_Real]:
    """rows @ matrix, a few rows after another."""
    stack = _AT_ONCE // matrix.size
    whole = len(rows) // stack * stack
    product = np.empty((len(rows), matrix.shape[1]), rows.dtype)
    stacked = product[:whole].reshape(-1, stack, matrix.shape[1])
    np.matmul(rows[:whole].reshape(-1, stack, matrix.shape[0]), matrix, out=stacked)
    np.matmul(rows[whole:], matrix, out=product[whole:])
    return product
