"""What sounds -> the same words on every screen."""

from rich.cells import cell_len, set_cell_size

from broadcast.base.words import said, words
from broadcast.cli.face import clock_length
from broadcast.programme.onair import Sounding


def title_of(sounding: Sounding, title: str) -> str:
    """Name what sounds in the reader's language, as `station.daytold.title_of` does."""
    from broadcast.station.daytold import title_of as named

    return said(named(sounding, title))


def on_air_line(sounding: Sounding, title: str) -> str:
    """Say what sounds: its name, its session, its device, and how long it and the whole programme still sound.

    Where the device confirms nothing, that it should sound and does not.
    """
    name = title_of(sounding, title)
    stuck = words("! MÁY KHÔNG ĐƯA TIẾNG RA ĐƯỢC {title}", title=name)
    return " · ".join(
        (
            stuck if sounding.is_stuck else words("● ĐANG PHÁT {title}", title=name),
            sounding.session_name,
            words("ra “{device}”", device=sounding.device),
            left(sounding),
        )
    )


def left(sounding: Sounding) -> str:
    """Say how long what sounds still does, and after how long the whole programme is over."""
    piece, whole = clock_length(sounding.seconds_left), clock_length(sounding.programme_seconds_left)
    return words("còn {left}, cả buổi còn {whole}", left=piece, whole=whole)


def stuck_line(sounding: Sounding) -> str | None:
    """Say that the device confirms nothing any more; None where it does."""
    from broadcast.station.daytold import stuck

    told = stuck(sounding)
    return f"! {said(told)}" if told is not None else None


def fitted(text: str, tail: str, width: int) -> str:
    """Return `text` and `tail` as one line of exactly `width` cells, `text` cut where both are too long."""
    room = width - cell_len(tail) - 2
    if cell_len(text) > room:
        text = set_cell_size(text, max(0, room - 1)).rstrip() + "…"
    return set_cell_size(f"{text}  {tail}", width)
