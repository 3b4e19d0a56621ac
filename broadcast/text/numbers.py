"""Digits -> Vietnamese number words, in the northern standard that VOV and VTV use: linh, nghìn, mốt, lăm, tư.

Rules: Hội đồng quốc gia's school grammar of numerals, as any Vietnamese grammar gives it: `mốt`, `tư`, `lăm` after
mươi; `lăm` also after mười; `linh` for an empty tens place; `không trăm` for an empty hundreds place that is
followed by something.
"""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_TENS_ENDS = {1: "mốt", 4: "tư", 5: "lăm"}
_SCALES = ("", "nghìn", "triệu")

LARGEST = 10**18
"""From here on a number is said digit by digit."""


def cardinal(number: int) -> str:
    """Say a number, `một nghìn không trăm linh năm` for 1005; `number` is at least 0 and less than LARGEST."""
    if number == 0:
        return DIGITS[0]
    billions, rest = divmod(number, 10**9)
    words: list[str] = []
    if billions:
        words += [cardinal(billions), "tỷ"]
    groups = [(rest // 1000**power % 1000, power) for power in (2, 1, 0)]
    for group, power in groups:
        if group:
            words.append(_group(group, leading=not words))
            words.append(_SCALES[power])
    return " ".join(word for word in words if word)


def _group(number: int, *, leading: bool) -> str:
    """Three digits; `leading` leaves out the empty hundreds in front."""
    hundreds, rest = divmod(number, 100)
    words = [] if leading and not hundreds else [DIGITS[hundreds], "trăm"]
    if rest:
        words.append(_tens(rest, after_hundreds=bool(words)))
    return " ".join(words)


def _tens(number: int, *, after_hundreds: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"linh {DIGITS[ones]}" if after_hundreds else DIGITS[ones]
    if tens == 1:
        return "mười" if ones == 0 else "mười lăm" if ones == 5 else f"mười {DIGITS[ones]}"
    head = f"{DIGITS[tens]} mươi"
    return head if ones == 0 else f"{head} {_TENS_ENDS.get(ones, DIGITS[ones])}"


def digits(written: str) -> str:
    """Say digit by digit, `không hai hai năm` for `0225`; what is not a digit is passed over."""
    return " ".join(DIGITS[int(digit)] for digit in written if digit.isdecimal())


def whole(written: str) -> str:
    """Say a run of digits as one number without its leading zeros; more than eighteen digits are said one by one.

    Raises ValueError where `written` is no whole number.
    """
    number = int(written) if len(written) <= 18 else LARGEST
    return cardinal(number) if number < LARGEST else digits(written)


def with_zeros(written: str) -> str:
    """Say a run of digits as one number, each leading zero first: `không năm` for `05`, `mười hai` for `12`."""
    bare = written.lstrip("0")
    zeros = ["không"] * (len(written) - len(bare))
    return " ".join([*zeros, whole(bare)] if bare else zeros)


def decimal(integer: str, fraction: str, point: str = "phẩy") -> str:
    """Say a decimal number: `0`, `75` is `không phẩy bảy mươi lăm`; `point` is the word between.

    `fraction` is said as one number up to three digits, digit by digit beyond.
    """
    tail = with_zeros(fraction) if len(fraction) <= 3 else digits(fraction)
    return f"{whole(integer)} {point} {tail}"


def ordinal(number: int) -> str:
    """Say a number the way it follows `thứ`: nhất, hai, ba, tư, năm …"""
    return {1: "nhất", 4: "tư"}.get(number, cardinal(number))


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_PAIRS = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def roman(written: str) -> int | None:
    """Return the value of a Roman numeral in capitals, 14 for `XIV`; None where it is not in its correct form."""
    if not written or any(letter not in _ROMAN for letter in written):
        return None
    values = [_ROMAN[letter] for letter in written]
    total = sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
    return total if 0 < total < 4000 and _as_roman(total) == written else None


def _as_roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN_PAIRS:
        times, number = divmod(number, value)
        letters += sign * times
    return letters
