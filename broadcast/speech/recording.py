"""The name of a recorded file in a script -> its sound; the voice `recording`, which is nobody's engine."""

from pathlib import Path, PurePosixPath, PureWindowsPath

from broadcast.audio.sound import Sound
from broadcast.codec import read_sound
from broadcast.errors import NotAudio, tell

NAME = "recording"
"""How carts and the as-run log call this voice."""


def read_recording(home: Path, name: str, *, channels: int = 1) -> Sound:
    """The sound of a file of the ward's own, named relative to the ward's folder.

    In mono where it has more channels than that.
    Raises NotAudio where it lies outside that folder, is not there, cannot be opened, or holds no sound.
    """
    path = _inside(home, name)
    try:
        sound = read_sound(path, channels=channels)
    except OSError as error:
        raise NotAudio(
            tell("không mở được tệp tiếng “{name}”", name=name),
            tell("Xem lại tên tệp trong kịch bản và chép tệp vào thư mục của phường."),
        ) from error
    if not len(sound):
        raise NotAudio(tell("tệp tiếng “{name}” không có âm thanh nào", name=name))
    return sound


def _inside(home: Path, name: str) -> Path:
    # a ward's folder moves between Windows and Linux: what leaves it on either is refused on both
    rooted = PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor
    if not rooted and "\0" not in name and (path := (home / name).resolve()).is_relative_to(home.resolve()):
        return path
    raise NotAudio(
        tell("tệp “{name}” nằm ngoài thư mục của phường", name=name),
        tell("Chép tệp vào thư mục của phường rồi ghi lại đường dẫn."),
    )
