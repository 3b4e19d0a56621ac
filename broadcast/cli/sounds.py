"""What sounds -> the same words on every screen."""

from rich.cells import cell_len, set_cell_size

from broadcast.base.words import said, words
from broadcast.cli.face import clock_length
from broadcast.programme.model import Part
from broadcast.programme.onair import STING_NAMES, OnAirPart, Sounding


def title_of(sounding: Sounding, title: str) -> str:
    """Name what sounds; `title` is what the ward's files call the script now, used where the player told none."""
    match sounding.part:
        case OnAirPart.OPENING | OnAirPart.CLOSING:
            return said(STING_NAMES[Part(sounding.part)])
        case OnAirPart.GAP:
            return words("quãng nghỉ")
        case OnAirPart.BULLETIN if not sounding.title and title in ("", sounding.script):
            return sounding.session_name
        case _:
            return sounding.title or title or sounding.script


def on_air_line(sounding: Sounding, title: str) -> str:
    """Say what sounds: its name, its session, its device, and how long it and the whole programme still sound."""
    return " · ".join(
        (
            words("● ĐANG PHÁT {title}", title=title_of(sounding, title)),
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
    if not sounding.is_stuck:
        return None
    return words("! loa đã {seconds} giây không xác nhận tiếng nào: có thể không kêu. Ra xem loa và âm-li.",
                 seconds=round(sounding.still_seconds))  # fmt: skip


def fitted(text: str, tail: str, width: int) -> str:
    """Return `text` and `tail` as one line of exactly `width` cells, `text` cut where both are too long."""
    room = width - cell_len(tail) - 2
    if cell_len(text) > room:
        text = set_cell_size(text, max(0, room - 1)).rstrip() + "…"
    return set_cell_size(f"{text}  {tail}", width)
