"""The bytes of a text file -> its text, whatever program saved it."""

import unicodedata

from broadcast.base.errors import WardError, tell
from broadcast.text.passages.oldfonts import DECODE, Coding
from broadcast.text.passages.oldtext import likeness, recognised

_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def text_of(raw: bytes, name: str) -> tuple[str, Coding]:
    """Decode a text file: UTF-8 or UTF-16, Windows-1258, TCVN3 or VNI; return NFC text and how it was coded.

    Raises WardError, with what to do, where its letters are legible in none of them.
    """
    text = _unicode(raw)
    if text is not None:
        return turned(text, name)
    candidates = {Coding.UNICODE: _windows(raw)}
    latin = raw.decode("latin-1")
    candidates |= {coding: DECODE[coding](latin) for coding in (Coding.TCVN3, Coding.VNI)}
    best = max(candidates, key=lambda coding: likeness(candidates[coding]))
    if recognised(candidates[best]) is not Coding.UNICODE:
        raise illegible(name)
    return candidates[best], best


def _unicode(raw: bytes) -> str | None:
    """The text of a file in UTF-8 or UTF-16; None where it is in neither."""
    coding = next((coding for bom, coding in _BOMS if raw.startswith(bom)), None)
    if coding is None and len(raw) > 3 and raw.count(0) * 3 > len(raw):
        coding = "utf-16-le" if raw[1] == 0 else "utf-16-be"
    try:
        return unicodedata.normalize("NFC", raw.decode(coding or "utf-8"))
    except UnicodeDecodeError:
        return None


def _windows(raw: bytes) -> str:
    return unicodedata.normalize("NFC", raw.decode("cp1258", errors="replace"))


def turned(text: str, name: str) -> tuple[str, Coding]:
    """Return Unicode as it is, letters of an old font that were copied into it turned; and how they were coded.

    Raises WardError, with what to do, where its letters are legible in no coding.
    """
    coding = recognised(text)
    if coding is None:
        raise illegible(name)
    return (text if coding is Coding.UNICODE else DECODE[coding](text)), coding


def illegible(name: str) -> WardError:
    """Make the error that tells once, in plain words, that the file's letters cannot be read with certainty."""
    return WardError(
        tell("{name}: chữ trong tệp không đọc được chắc chắn; có thể gõ bằng một bảng mã cũ.", name=name),
        tell(
            "Mở tệp trong Word, dùng công cụ chuyển mã của UniKey (Ctrl+Shift+F6) đổi sang Unicode, lưu lại rồi "
            "nhập lần nữa."
        ),
    )
