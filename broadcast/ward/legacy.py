"""The name of a font -> how its letters are coded."""

from broadcast.text.passages.oldfonts import Coding


def coding_of_font(font: str | None) -> Coding:
    """Tell by a font's name how its letters are coded."""
    name = (font or "").lower()
    if name.startswith((".vn", "vntime")):
        return Coding.TCVN3
    return Coding.VNI if name.startswith(("vni-", "vni ")) else Coding.UNICODE


def shows_capitals(font: str | None) -> bool:
    """Whether it is a TCVN3 font that shows every letter as a capital."""
    return coding_of_font(font) is Coding.TCVN3 and (font or "").endswith("H")
