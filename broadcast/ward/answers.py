"""What a person answers when a ward's folder is made -> values, by the parsers that read playlist.yaml."""

import re
from datetime import timedelta
from itertools import pairwise

from broadcast.base.errors import tell
from broadcast.base.files import is_windows_device
from broadcast.programme.hours import Window
from broadcast.programme.lengths import minutes
from broadcast.programme.settings import COMMON_FOLDER
from broadcast.programme.voice import HTTP, PIPER
from broadcast.ward.founding import STANDING_FOLDER
from broadcast.ward.scriptfile import name_of
from broadcast.ward.values import WrongValueError, parse_days, parse_engine, parse_window

_LONGEST_NAME = 120
_SHORTEST = timedelta(minutes=10)
"""Less holds no session with its opening and closing."""


def name(text: str) -> str:
    """Return a station's name on one line. Raises WrongValueError where it is empty or over 120 letters long."""
    one_line = " ".join(text.split())
    if not any(character.isalpha() for character in one_line):
        raise WrongValueError(tell("tên đài phải có chữ, đúng như loa sẽ xướng"))
    if len(one_line) > _LONGEST_NAME:
        raise WrongValueError(tell("tên dài quá {most} chữ, không xướng được một hơi", most=_LONGEST_NAME))
    return one_line


def campaign_name(text: str) -> str:
    """Return a campaign's name on one line, empty for none.

    Raises WrongValueError where no folder of its own can be made of the name.
    """
    one_line = " ".join(text.split())
    if one_line and (not any(c.isalnum() for c in one_line) or len(one_line) > _LONGEST_NAME):
        raise WrongValueError(tell("tên đợt phải có chữ, và không quá {most} chữ", most=_LONGEST_NAME))
    if one_line and name_of(one_line) in (COMMON_FOLDER, STANDING_FOLDER):
        what = tell("“{name}” là tên của một thư mục khác; đặt cho đợt một tên khác", name=one_line)
        raise WrongValueError(what)
    if is_windows_device(name_of(one_line)):
        what = tell("Windows không cho thư mục mang tên “{name}”; đặt cho đợt một tên khác", name=one_line)
        raise WrongValueError(what)
    return one_line


def hours(text: str) -> tuple[Window, ...]:
    """Read `05:30-06:30,16:30-17:30`, in order of the day. Raises WrongValueError, too where two overlap."""
    windows = sorted((parse_window(part) for part in _parts(text)), key=lambda window: window.start)
    for window in windows:
        if window.ends - window.begins < _SHORTEST:
            what = tell("khung giờ {window} ngắn quá; ít nhất là {least}", window=window, least=minutes(_SHORTEST))
            raise WrongValueError(what)
    for before, after in pairwise(windows):
        if after.begins < before.ends:
            what = tell("hai khung giờ {one} và {other} chồng lên nhau", one=before, other=after)
            raise WrongValueError(what)
    if not windows:
        raise WrongValueError(tell("chưa có khung giờ nào. Viết 05:30-06:30,16:30-17:30"))
    return tuple(windows)


def days(text: str) -> frozenset[int]:
    """Read `t2-t6` or `t2, t4, cn` as weekdays, Monday 0. Raises WrongValueError for anything else."""
    return parse_days(text)


def voices(text: str) -> tuple[str, ...]:
    """Read `gtts, espeak`: names of engines, each once.

    Raises WrongValueError for one that is not there, for `http`, which is more than a name, and for `piper` alone:
    a new ward has no voice for it yet.
    """
    named = tuple(dict.fromkeys(parse_engine(part) for part in _parts(text))) or _no_voice()
    if HTTP in named:
        raise WrongValueError(tell("giọng http phải tả thêm: lập đài xong, ghi ở mục voice của playlist.yaml"))
    if named == (PIPER,):
        raise WrongValueError(tell(
            "chỉ có piper thì loa im cho đến khi cài giọng. Viết piper,espeak: chưa cài thì espeak đọc, cài rồi "
            "thì piper đọc"
        ))  # fmt: skip
    return named


def _no_voice() -> tuple[str, ...]:
    raise WrongValueError(tell("chưa có giọng nào. Viết gtts,espeak hoặc espeak"))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;]|\svà\s", text) if part.strip()]
