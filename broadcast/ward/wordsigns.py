"""The tree of a Word file -> the same, its signs, equations and form fields turned into letters a text can hold.

Word keeps a sign of the fonts Symbol and Wingdings as a number (`w:sym`), an equation as a tree (`m:oMath`), the
choice of a drop-down list as a position: what the page shows stands in no letter. Signs that an old font takes for
Vietnamese letters are held as letters of nobody's until the text is Unicode: `shown` gives them back.
"""

import re
from collections.abc import Iterator
from typing import Any

from broadcast.base.errors import Message, tell
from broadcast.ward.wordstyles import W, font_named, is_set

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻°±×÷≤≥≠≈≡∞√→←↑↓↔⇒⇔⇐∑∂∠½¼¾·•…′″€®©™☐☑☒✓✗●○■◆▪➢❖☎✉☞"
_HELD = "".join(chr(0xE100 + number) for number in range(len(_SIGNS)))
_HOLD, _SHOW = str.maketrans(_SIGNS, _HELD), str.maketrans(_HELD, _SIGNS)
SIGNLESS = str.maketrans("", "", _HELD)
"""For `str.translate`: takes out the signs held, which say nothing of how letters are coded."""
_SYMBOL = dict(
    zip(b"\xa2\xa3\xa5\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb3\xb4\xb6\xb7\xb8\xb9\xba\xbb\xbc\xd0\xd2\xd3\xd4\xd6\xd7",
        "′≤∞↔←↑→↓°±″≥×∂•÷≠≡≈…∠®©™√·", strict=True)
) | {0xA0: "€", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑"}  # fmt: skip
_GREEK = dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)) | dict(
    zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)
)
_WINGDINGS = dict(
    zip(b"\x28\x2a\x46\x6c\x6e\x6f\x70\x71\x72\x75\x76\x78\x9f\xa1\xa7\xa8\xd8\xdf\xe0\xe1\xe2\xe8\xfb\xfc\xfd\xfe",
        "☎✉☞●■☐☐☐☐◆❖☒•○▪☐➢←→↑↓→✗✓☒☑", strict=True)
)  # fmt: skip
_FONTS = {
    "symbol": _SYMBOL | _GREEK,
    "wingdings": _WINGDINGS,
    "wingdings 2": dict(zip(b"\x4f\x50\x51\x52\x53\x54\xa3", "✗✓☒☑☒☒☐", strict=True)),
    "webdings": dict(zip(b"\x61\x72", "✓✗", strict=True)),
    "wingdings 3": {},
    "mt extra": {},
}
"""What the signs of these fonts look like in Unicode: by Adobe's Symbol encoding, and by Wingdings' own tables."""
_TABLES = {"wingdings", "wingdings 2", "wingdings 3", "webdings"}
"""Fonts that have no letters: an `o` in them is a box."""
_NO_SIGN, _NO_FORMULA, _NO_CHOICE = "[điền ký hiệu]", "[điền công thức]", "[chưa điền]"
"""Asked about by `check`, whatever stands around them."""
_PLAIN_PARTS = {f"{_M}{tag}" for tag in ("oMath", "e", "num", "den", "sup", "sub", "deg", "fName", "box", "func")}
_FRACTIONS = {("1", "2"): "½", ("1", "4"): "¼", ("3", "4"): "¾"}
_POWERS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def held(text: str) -> str:
    """Return the text with its signs as letters that no old font has."""
    return text.translate(_HOLD)


def shown(text: str) -> str:
    """Return the text with the signs that `held` took away."""
    return text.translate(_SHOW)


def signs_in_letters(body: Any) -> tuple[Message, ...]:
    """Turn signs, equations, drop-down lists and boxes below `body`, an lxml element, into letters.

    What has no letters becomes a place to fill in, which is asked about; returns what to look at in the script.
    """
    unknown = [*_signs(body), *_of_sign_fonts(body)]
    formulas = [what for formula in list(body.iter(f"{_M}oMath")) for what in _formula(formula)]
    for begin in list(body.iter(f"{W}fldChar")):
        _form_field(begin)
    told = []
    if unknown:
        fonts = ", ".join(dict.fromkeys(unknown))
        told.append(
            tell("ký hiệu của phông {fonts} máy không nhận ra, đã thay bằng {mark}", fonts=fonts, mark=_NO_SIGN)
        )
    if formulas:
        told.append(tell("công thức “{words}” máy không viết ra chữ được, đã thay bằng {mark}",
                         words="; ".join(formulas), mark=_NO_FORMULA))  # fmt: skip
    return tuple(told)


def _signs(body: Any) -> Iterator[str]:
    """Turn each `w:sym` into letters; the fonts of those that are not known."""
    for sign in list(body.iter(f"{W}sym")):
        font, code = str(sign.get(f"{W}font") or ""), str(sign.get(f"{W}char") or "")
        number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) else 0
        letter = _letter(font, number)
        if letter is None:
            yield font or "?"
        sign.tag = f"{W}t"
        sign.text = held(letter or _NO_SIGN)


def _letter(font: str, number: int) -> str | None:
    """What a sign of a font looks like; None where nobody knows."""
    table = _FONTS.get(font.lower())
    is_own = 0xF020 <= number <= 0xF0FF
    low = number - 0xF000 if is_own else number
    if table is not None and low < 0x100:
        if low in table:
            return table[low]
        return chr(low) if font.lower() == "symbol" and 0x20 <= low < 0x7F else None
    known = 0x20 <= number < 0x110000 and not is_own and not 0xD800 <= number < 0xF900
    return chr(number) if known else None


def _of_sign_fonts(body: Any) -> Iterator[str]:
    """Turn letters typed in a font of signs into those signs; the fonts of those that are not known."""
    for run in body.iter(f"{W}r"):
        font = font_named(run.find(f"{W}rPr")) or ""
        if font.lower() not in _FONTS:
            continue
        for letters in run.iter(f"{W}t"):
            signs = [_typed(font, letter) for letter in letters.text or ""]
            if None in signs:
                yield font
            letters.text = held("".join(_NO_SIGN if sign is None else sign for sign in signs))


def _typed(font: str, letter: str) -> str | None:
    is_sign = font.lower() in _TABLES or "\x7f" < letter < "\u0100" or "\uf020" <= letter <= "\uf0ff"
    return _letter(font, ord(letter)) if is_sign and not letter.isspace() else letter


def _formula(formula: Any) -> Iterator[str]:
    """Turn an equation into letters; its bare letters where they do not say what it shows."""
    line = _line(formula)
    if line is None:
        yield "".join(one.text or "" for one in formula.iter(f"{_M}t"))
    _put_in_its_place(formula, _NO_FORMULA if line is None else line)


def _put_in_its_place(element: Any, text: str) -> None:
    """Make a run of the text of an element that stands among runs."""
    tail = element.tail
    for child in list(element):
        element.remove(child)
    element.tag, element.tail = f"{W}r", tail
    letters = element.makeelement(f"{W}t", {})
    letters.text = held(text)
    element.append(letters)


def _line(element: Any) -> str | None:
    """An equation on one line, `a/b`, `x²`, `√(a + b)`; None where a line cannot say it."""
    match element.tag.removeprefix(_M) if isinstance(element.tag, str) else "":
        case "r":
            return "".join(one.text or "" for one in element.iter(f"{_M}t"))
        case "f":
            return _fraction(_part(element, "num"), _part(element, "den"))
        case "sSup":
            return _power(_part(element, "e"), _part(element, "sup"))
        case "sSub":
            return _joined([_part(element, "e"), _part(element, "sub")])
        case "rad" if not (_part(element, "deg") or ""):
            return _joined(["√(", _part(element, "e"), ")"])
        case "d" if element.find(f"{_M}dPr/{_M}begChr") is None and len(element.findall(f"{_M}e")) == 1:
            return _joined(["(", _part(element, "e"), ")"])
        case _ if element.tag in _PLAIN_PARTS:
            parts = [_line(child) for child in element if not str(child.tag).endswith(("Pr", "bookmarkStart"))]
            return _joined(parts)
        case _:
            return None


def _part(element: Any, name: str) -> str | None:
    part = element.find(f"{_M}{name}")
    return _line(part) if part is not None else ""


def _joined(parts: list[str | None]) -> str | None:
    line = ""
    for part in parts:
        if part is None:
            return None
        line += f" {part}" if line[-1:].isdigit() and re.match(r"\d+/|[½¼¾]", part) else part
    return line


def _fraction(above: str | None, below: str | None) -> str | None:
    if not above or not below:
        return None
    both = [one if re.fullmatch(r"[\w.,]+", one) else f"({one})" for one in (above.strip(), below.strip())]
    return _FRACTIONS.get((both[0], both[1]), "/".join(both))


def _power(base: str | None, exponent: str | None) -> str | None:
    if base is None or exponent is None:
        return None
    if exponent in ("o", "°", "∘"):
        return f"{base}°"
    return base + exponent.translate(_POWERS) if re.fullmatch(r"[-+−]?\d{1,3}", exponent) else None


def _form_field(begin: Any) -> None:
    """Put what a drop-down list or a box of a form shows behind it, where Word has not written it out."""
    run = begin.getparent()
    text = _choice(begin.find(f"{W}ffData"))
    if text is None or run is None or run.getparent() is None or _shows_something(run):
        return
    shown_run, letters = run.makeelement(f"{W}r", {}), run.makeelement(f"{W}t", {})
    letters.text = held(text)
    shown_run.append(letters)
    run.addprevious(shown_run)


def _choice(form: Any) -> str | None:
    """What the field shows; None where it is of another kind."""
    choices = form.find(f"{W}ddList") if form is not None else None
    box = form.find(f"{W}checkBox") if form is not None else None
    if choices is not None:
        entries = [str(one.get(f"{W}val") or "") for one in choices.findall(f"{W}listEntry")]
        chosen = next(
            (one for tag in ("result", "default") if (one := choices.find(f"{W}{tag}")) is not None), None
        )
        number = str(chosen.get(f"{W}val")) if chosen is not None else "0"
        known = re.fullmatch(r"\d{1,4}", number) is not None and int(number) < len(entries)
        return (entries[int(number)].strip() if known else "") or _NO_CHOICE
    if box is None:
        return None
    state = box.find(f"{W}checked")
    state = box.find(f"{W}default") if state is None else state
    return "☒" if state is not None and is_set(state) else "☐"


def _shows_something(run: Any) -> bool:
    """Whether letters stand between the beginning of a field in this run and its end."""
    for following in run.itersiblings():
        if any((one.text or "").strip() for one in following.iter(f"{W}t")):
            return True
        if any(one.get(f"{W}fldCharType") == "end" for one in following.iter(f"{W}fldChar")):
            return False
    return False
