"""Seed lines and table rows -> the same piece of text in many settings, and how each of its readings stands.

A `Piece` is a written text whose spoken words are known, in a frame of plain words. A setting changes what stands
around it, or a sign in it that is not heard, and nothing else: its words must stay, and the frame's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from stand_ins.gold import spelled_out, words

from broadcast.text.numbers import DIGITS, cardinal
from broadcast.text.speakable import speakable
from broadcast.text.tables import rows

HERE = Path(__file__).parents[1] / "text" / "confusion"
PLACE = "…"
MARKS = ".,;:!?"
_SIGN = re.compile(r"\{([a-zA-Z])(\d?)\}")
_ROMANS = [
    "-", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
    "XVII", "XVIII", "XIX", "XX",
]  # fmt: skip
_RANGES = {
    "d": (11, 30), "m": (1, 12), "y": (2000, 2035), "h": (5, 22), "i": (11, 59), "n": (2, 99), "k": (101, 999),
    "t": (11, 950), "s": (2, 9), "r": (2, 4), "R": (6, 20), "p": (0, 999), "q": (0, 99),
    "o": (5, 99),
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    kind: str
    left: str
    written: str
    right: str
    spoken: frozenset[tuple[str, ...]]
    """Its accepted readings; empty where only its own reading in the plain frame is the measure."""
    keeps_left: bool = False
    """The words on its left decide its sense; likewise on its right:"""
    keeps_right: bool = False
    """No setting may take those words away, or put others or a line's end between."""


@dataclass(frozen=True)
class Outcome:
    piece: Piece
    setting: str
    text: str
    spoken: str
    verdict: str
    """right, asked or wrong."""


def table(name: str) -> list[list[str]]:
    """Read the rows of confusion/NAME.tsv, without its comments."""
    lines = (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def _figure(sign: str, value: int) -> tuple[str, str]:
    """How one figure is written, and the words for it alone."""
    if sign == "t":
        return f"{value}.000", cardinal(value * 1000)
    if sign in "pq":
        written = f"{value:0{3 if sign == 'p' else 2}d}"
        return written, " ".join(DIGITS[int(one)] for one in written)
    if sign in "rR":
        return _ROMANS[value], "tư" if value == 4 and sign == "R" else cardinal(value)
    if sign == "m":
        return str(value), "tư" if value == 4 else cardinal(value)
    return str(value), cardinal(value)


def _figures(signs: set[tuple[str, str]], random: Random) -> dict[tuple[str, str], tuple[str, str]]:
    """Draw other figures for the signs; the second and third of one kind are larger than the one before."""
    drawn = {}
    for kind in sorted({sign for sign, _ in signs}):
        same = sorted(place for sign, place in signs if sign == kind)
        values = sorted(random.sample(range(_RANGES[kind][0], _RANGES[kind][1] + 1), len(same)))
        drawn |= {(kind, place): _figure(kind, value) for place, value in zip(same, values, strict=True)}
    return drawn


def _filled(text: str, figures: dict[tuple[str, str], tuple[str, str]], side: int) -> str:
    return _SIGN.sub(lambda sign: figures[sign[1], sign[2]][side], text)


_STUCK = {"p", "T", "th", "ng"}
"""Units only where they touch their number: `10p`, `xe 5T`."""


def seeds(random: Random, draws: int) -> Iterator[Piece]:
    """Yield each seed line with `draws` other sets of figures, glued and spaced where either may be written."""
    for kind, frame, written, spoken in table("seeds"):
        left, right = (side.strip() for side in frame.split(PLACE))
        signs = set(_SIGN.findall(written))
        for _ in range(draws if signs else 1):
            figures = _figures(signs, random)
            readings = frozenset(tuple(words(way)) for way in spelled_out(_filled(spoken, figures, 1)))
            for gap in ("", " ") if "~" in written else ("",):
                yield Piece(kind, left, _filled(written, figures, 0).replace("~", gap), right, readings)


def table_pieces(random: Random) -> Iterator[Piece]:
    """Yield every row of the program's own tables, in a frame in which it is at home."""
    home = {row[0]: row[1] for row in table("home")}
    for name, usual in (("units", "dài khoảng"), ("money", "giá khoảng")):
        for sign, spoken, *_ in rows(name):
            figure = random.randint(2, 99)
            left = home.get(sign, usual)
            for gap in ("",) if sign in _STUCK else ("", " "):
                reading = frozenset({tuple(words(f"{cardinal(figure)} {spoken}"))})
                yield Piece(f"table {name}", left, f"{figure}{gap}{sign}", "theo quy định", reading, True)
    for sign, spoken, *_ in rows("roads"):
        figure = random.randint(2, 99)
        reading = frozenset({tuple(words(f"{spoken} {cardinal(figure)}"))})
        yield Piece("table roads", "sửa đường trên", f"{sign}{figure}", "qua phường", reading, True)
    for sign, spoken, *_ in rows("loans"):
        yield Piece("table loans", "mọi người dùng", sign, "mỗi ngày", frozenset({tuple(words(spoken))}))
    for sign, *_ in rows("doctypes"):
        figure = random.randint(11, 99)
        yield Piece("table doctypes", "theo văn bản số", f"{figure}/{sign}-UBND", "của phường", frozenset(), True)
    for sign, *_ in rows("bodies"):
        figure = random.randint(11, 99)
        yield Piece("table bodies", "theo quyết định số", f"{figure}/QĐ-{sign}", "của phường", frozenset(), True)
    for sign, *_ in rows("sectors"):
        figure = random.randint(11, 99)
        yield Piece("table sectors", "theo công văn số", f"{figure}/UBND-{sign}", "của phường", frozenset(), True)
    yield from _abbreviations()


def _abbreviations() -> Iterator[Piece]:
    """Yield each row of the abbreviations, beside a neighbour of its own where its sense needs one."""
    for sign, spoken, *rest in rows("abbreviations"):
        before, after = ([*rest, "", ""])[:2]
        neighbours = [
            next((one.strip() for one in side.split(",") if _is_said_as_written(one.strip())), "")
            for side in (before, after)
        ]
        if (before and not neighbours[0]) or (after and not neighbours[1]):
            continue  # at home only beside a figure, a name or an end: the seeds have those
        same = [row for row in rows("abbreviations") if row[0] == sign]
        if before or after:
            same = [row for row in same if row[1] == spoken or _shares(row[2:4], neighbours)]
        own = frozenset(tuple(words(row[1])) for row in same)
        left = f"đã báo {neighbours[0]}".strip()
        right = neighbours[1] or "theo quy định"
        yield Piece("table abbreviations", left, sign, right, own, True, bool(after))


def _is_said_as_written(neighbour: str) -> bool:
    """Whether a neighbour is plain words; `#`, `Aa`, `^`, `$` and abbreviations are not."""
    small = bool(neighbour) and neighbour.islower()
    return small and all(words(str(speakable(one))) == words(neighbour) for one in (neighbour, neighbour.upper()))


def _shares(sides: tuple[str, ...], neighbours: list[str]) -> bool:
    """Whether another row of the same letters names the same neighbour: then either sense is right beside it."""
    return any(
        one and one in [word.strip() for word in side.split(",")]
        for side, one in zip(sides, neighbours, strict=False)
    )


Setting = Callable[[Piece], str | None]


def _plain(piece: Piece) -> str:
    return f"{piece.left} {piece.written} {piece.right}."


def _at_end(mark: str) -> Setting:
    def say(piece: Piece) -> str | None:
        if piece.keeps_right or (mark == "." and piece.written.endswith(".")):
            return None
        return f"{piece.left} {piece.written}{mark}"

    return say


def _inside(opening: str, closing: str) -> Setting:
    def say(piece: Piece) -> str | None:
        return None if piece.keeps_right else f"{piece.left} {opening}{piece.written}{closing} {piece.right}."

    return say


def _swapped(old: str, new: str) -> Setting:
    def say(piece: Piece) -> str | None:
        return _plain(piece).replace(old, new) if old in _plain(piece) else None

    return say


def _dash(new: str) -> Setting:
    """Put another dash for the hyphen; an address on the net has none but the hyphen."""
    return lambda piece: _plain(piece).replace("-", new) if "-" in piece.written else None


def _followed(by: str) -> Setting:
    return lambda piece: None if piece.keeps_right else f"{piece.left} {piece.written} {by}"


_IN_CAPITALS = {
    "date", "datespan", "datelist", "time", "timespan", "count", "score", "roman", "letter", "plate", "phone",
    "account", "house", "road", "list", "abbr", "number",
}  # fmt: skip
"""Kinds that headings in capitals hold; km, kW and addresses on the net are not the same in capitals."""

SETTINGS: dict[str, Setting] = {
    "plain": _plain,
    **{f"end {mark}": _at_end(mark) for mark in MARKS},
    "end": _at_end(""),
    "brackets": _inside("(", ")"),
    "square brackets": _inside("[", "]"),
    "quotes": _inside('"', '"'),
    "round quotes": _inside("“", "”"),
    "no-break space": _swapped(" ", "\u00a0"),
    "thin space": _swapped(" ", "\u2009"),
    "two spaces": _swapped(" ", "  "),
    "en dash": _dash("–"),
    "em dash": _dash("—"),
    "minus": _dash("−"),
    "figure dash": _dash("‒"),
    "line break before": lambda piece: (
        None if piece.keeps_left else f"{piece.left}\n{piece.written} {piece.right}."
    ),
    "line break after": lambda piece: (
        None if piece.keeps_right else f"{piece.left} {piece.written}\n{piece.right}."
    ),
    "start": lambda piece: None if piece.keeps_left else f"{piece.written} {piece.right}.",
    "heading in capitals": lambda piece: _plain(piece).upper() if piece.kind in _IN_CAPITALS else None,
    "line break at the end": lambda piece: (
        None if piece.keeps_right else f"{piece.left} {piece.written}\nThông báo mới."
    ),
    "second line": lambda piece: f"Thông báo mới.\n{_plain(piece)}",
    "second line, CRLF": lambda piece: f"Thông báo mới.\r\n{_plain(piece)}",
    "bullet -": lambda piece: f"- {_plain(piece)}",
    "bullet •": lambda piece: f"• {_plain(piece)}",
    "frame in capitals": lambda piece: f"{piece.left.upper()} {piece.written} {piece.right.upper()}",
    "followed by và": _followed("và những việc khác."),
    "comma and more": lambda piece: (
        None if piece.keeps_right else f"{piece.left} {piece.written}, nhân dân cùng biết."
    ),
    "next to another": lambda piece: (
        None if piece.keeps_right else f"{piece.left} {piece.written}, UBND phường cùng biết."
    ),
    "after another": lambda piece: f"UBND phường cùng biết, {_plain(piece)}",
}
_FRAMES = {
    "line break at the end": ("", "thông báo mới", None),
    "second line": ("thông báo mới", "", ""),
    "second line, CRLF": ("thông báo mới", "", ""),
    "followed by và": ("", "và những việc khác", None),
    "comma and more": ("", "nhân dân cùng biết", None),
    "next to another": ("", "ủy ban nhân dân phường cùng biết", None),
    "after another": ("ủy ban nhân dân phường cùng biết", "", ""),
}
"""Words that a setting puts before and after; None: in place of the words on the right."""


def _around(piece: Piece, setting: str) -> tuple[list[str], list[str]]:
    before, after, right = _FRAMES.get(setting, ("", "", ""))
    if setting == "end" or setting.startswith("end "):
        right = None
    return words(before if setting == "start" else f"{before} {piece.left}"), words(
        after if right is None else piece.right
    )


def try_in(piece: Piece, setting: str) -> Outcome | None:
    """Read the piece in one setting; None where the setting is none for it."""
    text = SETTINGS[setting](piece)
    if text is None:
        return None
    spoken = speakable(text)
    said = words(str(spoken))
    left, right = _around(piece, setting)
    accepted = piece.spoken or _own(piece)
    if tuple(said) in {(*left, *reading, *right) for reading in accepted}:
        verdict = "right"
    else:
        verdict = "asked" if spoken.doubts else "wrong"
    return Outcome(piece, setting, text, str(spoken), verdict)


def _own(piece: Piece) -> frozenset[tuple[str, ...]]:
    """Its reading in the plain frame without the frame's words; nothing where those do not stand as they are."""
    said = words(str(speakable(_plain(piece))))
    left, right = words(piece.left), words(piece.right)
    if said[: len(left)] != left or said[len(said) - len(right) :] != right:
        return frozenset()
    return frozenset({tuple(said[len(left) : len(said) - len(right)])})


def in_longer_words() -> Iterator[Outcome]:
    """Put each entry made of letters into a longer word: its words must not be heard there, unless it asks."""
    for name in ("abbreviations", "loans", "roads", "units", "money"):
        for sign, reading, *_ in rows(name):
            if not (sign.isalpha() and len(sign) > 1 and len(words(reading)) > 1):
                continue
            whole = f"qu{sign.lower()}ng"
            spoken = speakable(f"có {whole} theo quy định")
            fired = f" {' '.join(words(reading))} " in f" {' '.join(words(str(spoken)))} "
            verdict = "right" if not fired else "asked" if spoken.doubts else "wrong"
            yield Outcome(Piece(f"table {name}", "có", whole, "", frozenset()), "inside a longer word", whole,
                          str(spoken), verdict)  # fmt: skip


def allowed() -> list[tuple[str, str, str]]:
    """Read the settings in which a change is right: kind, what is written (a pattern), setting."""
    return [(kind, written, setting) for kind, written, setting, _ in table("allowed")]


def is_allowed(outcome: Outcome) -> bool:
    """Whether the list of right changes has the kind, the written piece and the setting of this outcome."""
    return any(
        outcome.piece.kind == kind and outcome.setting == setting and re.fullmatch(written, outcome.piece.written)
        for kind, written, setting in allowed()
    )
