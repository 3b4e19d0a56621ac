"""A microphone in the street tells which cart it heard, where, how clearly, and what of it was another."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from stand_ins.street import LEAD_S, RATE_HZ, ROOMS, heard, noise

from broadcast.audio.aircheck import AirCheck, check
from broadcast.audio.sound import Samples, Sound, resampled

WORDS = 8
"""Stretches of speech in a cart."""
STING_S, PAUSE_S = 1.5, 0.4
MakeVoice = Callable[..., Sound]


@dataclass(frozen=True, slots=True)
class Cart:
    samples: Samples
    speech: tuple[tuple[int, int], ...]


def _cart(make_voice: MakeVoice, seeds: range) -> Cart:
    """A sting that all carts share, then so many sentences of 2.6 s with pauses between."""
    parts = [_sting(), np.zeros(RATE_HZ // 2, np.float32)]
    speech, at = [], sum(map(len, parts))
    for seed in seeds:
        voice = make_voice(2.6, seed=seed, before_s=0, after_s=0, rate_hz=RATE_HZ)
        rng = np.random.default_rng(seed)
        # vowels: no two sentences have the same ones
        vowels = np.interp(np.arange(len(voice)), np.linspace(0, len(voice), 14), rng.uniform(0.2, 1, 14))
        words = (voice.samples * vowels + 0.04 * rng.standard_normal(len(voice)) * vowels[::-1]).astype(np.float32)
        parts += [words, np.zeros(round(PAUSE_S * RATE_HZ), np.float32)]
        speech.append((at, at + len(words)))
        at += len(words) + round(PAUSE_S * RATE_HZ)
    return Cart(np.concatenate(parts), tuple(speech))


def _sting() -> Samples:
    t = np.arange(round(STING_S * RATE_HZ)) / RATE_HZ
    return np.asarray(0.2 * sum(np.sin(2 * np.pi * hz * t) for hz in (440, 660, 990)) * np.exp(-t), np.float32)


@pytest.fixture(scope="module")
def cart(make_voice: MakeVoice) -> Cart:
    return _cart(make_voice, range(WORDS))


@pytest.fixture(scope="module")
def other(make_voice: MakeVoice) -> Cart:
    return _cart(make_voice, range(100, 100 + WORDS))


def _check(sounded: Samples, cart: Cart, **how: object) -> AirCheck:
    return check(heard(sounded, **how), Sound(cart.samples, RATE_HZ), cart.speech)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("room", "noise_db"), [(0, -5), (3, -5), (5, -5), (7, -5), (7, 0), (7, 10)], ids=lambda one: f"{one}"
)
def test_a_cart_is_found_at_its_first_arrival_through_a_room_a_street_and_two_clocks(
    cart: Cart, room: int, noise_db: float
) -> None:
    drift = (-1) ** room * 100
    found = _check(cart.samples, cart, room=ROOMS[room], noise_db=noise_db, drift_ppm=drift, seed=room)
    assert found.score > 0.35
    assert found.place_s == pytest.approx(LEAD_S * (1 + drift * 1e-6), abs=0.005)
    assert found.drift_ppm == pytest.approx(drift, abs=40)
    assert (found.missing, found.shifts, found.again_s) == ((), (), ())


def test_another_cart_the_street_alone_and_silence_are_not_taken_for_it(cart: Cart, other: Cart) -> None:
    assert _check(other.samples, cart).score < 0.2
    street = Sound(noise(30 * RATE_HZ, 5), RATE_HZ)
    assert check(street, Sound(cart.samples, RATE_HZ), cart.speech).score < 0.2
    silent = Sound(np.zeros(30 * RATE_HZ, np.float32), RATE_HZ)
    assert check(silent, Sound(cart.samples, RATE_HZ), cart.speech).score == 0


def test_the_same_words_in_another_order_are_not_taken_for_it(cart: Cart) -> None:
    """The negative control: a second of each, shuffled."""
    whole = len(cart.samples) // RATE_HZ
    pieces = cart.samples[: whole * RATE_HZ].reshape(whole, RATE_HZ)
    shuffled = pieces[np.random.default_rng(1).permutation(whole)].reshape(-1)
    assert _check(shuffled, cart, noise_db=10).score < 0.35


def test_a_comparison_takes_less_than_a_third_of_a_second_of_processor_a_minute(
    cart: Cart, measured: Callable[[str], None]
) -> None:
    recorded = heard(cart.samples)
    began = time.process_time()
    check(recorded, Sound(cart.samples, RATE_HZ), cart.speech)
    spent_s = (time.process_time() - began) / (len(cart.samples) / RATE_HZ / 60)
    measured(f"{spent_s:.2f} s of processor a minute of cart")
    assert spent_s < 0.3


def test_a_sting_that_all_carts_share_proves_nothing(cart: Cart, other: Cart) -> None:
    assert _check(other.samples, cart, noise_db=20).place_s is None


def test_half_a_cart_is_told_with_what_is_missing(cart: Cart) -> None:
    half = cart.speech[WORDS // 2][0]
    found = _check(np.where(np.arange(len(cart.samples)) < half, cart.samples, 0).astype(np.float32), cart)
    [first, *_], [*_, last] = found.missing, found.missing
    assert first[0] == pytest.approx(half / RATE_HZ, abs=0.6)
    assert last[1] == pytest.approx(len(cart.samples) / RATE_HZ, abs=1.2)
    assert found.heard_s == pytest.approx(found.of_s / 2, rel=0.15)


def test_another_word_of_another_length_is_told_and_moves_the_rest(cart: Cart, other: Cart) -> None:
    begin, end = cart.speech[4]
    longer = round(0.15 * RATE_HZ)
    word = other.samples[other.speech[4][0] :][: RATE_HZ + longer]
    edited = np.concatenate([cart.samples[: begin + RATE_HZ], word, cart.samples[begin + 2 * RATE_HZ :]])
    found = _check(edited.astype(np.float32), cart)
    assert end > begin
    assert [round(one.by_s, 2) for one in found.shifts] == [0.15]
    assert begin / RATE_HZ <= found.shifts[0].at_s <= cart.speech[5][0] / RATE_HZ
    assert any(a <= begin / RATE_HZ + 1.5 <= b for a, b in found.missing)


def test_a_cart_that_sounds_twice_is_told(cart: Cart) -> None:
    found = _check(np.concatenate([cart.samples, cart.samples]), cart)
    assert len(found.again_s) == 1
    assert abs(found.again_s[0] - (found.place_s or 0)) == pytest.approx(len(cart.samples) / RATE_HZ, abs=0.02)


def test_half_a_second_lost_at_the_beginning_of_the_words_is_told(make_voice: MakeVoice) -> None:
    whole = _cart(make_voice, range(WORDS))
    bare = whole.samples[whole.speech[0][0] :]
    shift = whole.speech[0][0]
    cart = Cart(bare, tuple((a - shift, b - shift) for a, b in whole.speech))
    lost = np.where(np.arange(len(bare)) < RATE_HZ // 2, 0, bare).astype(np.float32)
    assert _check(lost, cart).missing[:1] == ((0.0, 0.5),)
    assert _check(bare, cart).missing == ()


def test_a_microphone_that_came_late_does_not_count_as_lost_what_it_could_not_hear(cart: Cart) -> None:
    all_of_it = heard(cart.samples)
    late = Sound(all_of_it.samples[8 * RATE_HZ :], RATE_HZ)
    found = check(late, Sound(cart.samples, RATE_HZ), cart.speech)
    assert found.place_s == pytest.approx(LEAD_S - 8, abs=0.005)
    assert found.missing == ()


def test_a_telephone_s_recording_at_another_rate_serves_as_well(cart: Cart) -> None:
    narrow = resampled(heard(cart.samples), 16_000)
    found = check(narrow, Sound(cart.samples, RATE_HZ), cart.speech)
    assert found.place_s == pytest.approx(LEAD_S, abs=0.005)


def test_a_line_without_any_noise_loses_no_pause_of_the_cart(cart: Cart) -> None:
    """An amplifier's monitor, a recording that begins early: what is as silent there as in the cart has come."""
    first, last = cart.speech[0][0], cart.speech[3][0]
    pause = np.zeros(RATE_HZ, np.float32)
    longer = np.concatenate([cart.samples[:last], pause, cart.samples[last:]])
    spoken = tuple((a, b) if a < last else (a + len(pause), b + len(pause)) for a, b in cart.speech)
    lead = np.zeros(5 * RATE_HZ, np.float32)
    told = check(Sound(np.concatenate([lead, longer]), RATE_HZ), Sound(longer, RATE_HZ), spoken)
    assert told.missing == ()
    muted = np.concatenate([lead, longer])
    muted[len(lead) + first : len(lead) + last] = 0
    told = check(Sound(muted, RATE_HZ), Sound(longer, RATE_HZ), spoken)
    assert len(told.missing) == 1  # what fell out is told in one piece
