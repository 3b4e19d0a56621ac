"""What a noun knows of itself."""

from stand_ins.carts import RATE

from broadcast.programme.model import Cart, Fingerprint


def _cart(*speech: tuple[float, float], seconds: float) -> Cart:
    frames = tuple((round(start * RATE), round(end * RATE)) for start, end in speech)
    return Cart(
        fingerprint=Fingerprint("f"), engine="-", frames=round(seconds * RATE), rate_hz=RATE, loudness=-16.0,
        true_peak=-1.0, speech=frames,
    )  # fmt: skip


def test_a_pause_is_a_quarter_of_a_second_and_it_may_end_a_tenth_into_it() -> None:
    cart = _cart((0.0, 1.0), (1.4, 2.4), (2.6, 3.6), (3.85, 4.35), seconds=4.7)
    assert cart.pauses == tuple(round(seconds * RATE) for seconds in (1.1, 3.7, 4.45))


def test_a_cart_that_ends_with_its_last_word_or_has_none_has_no_pause() -> None:
    assert _cart((0.0, 3.0), seconds=3.0).pauses == ()
    assert _cart(seconds=3.0).pauses == ()
