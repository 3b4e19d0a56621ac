"""A sound's name in playlist.yaml or a script -> the file that holds it; nothing is decoded here."""

import hashlib
from importlib import resources
from pathlib import Path, PurePosixPath, PureWindowsPath

from broadcast.base.errors import NotAudio, tell

NONE = "none"
"""In playlist.yaml: no sound."""
BUILTIN = "builtin:"
"""Before the name of a sound that ships with the program."""


def print_of(home: Path, name: str) -> str:
    """Compute the sha256, in hex, of a sound's file, named `builtin:NAME` or by its path in the folder `home`.

    It is read block by block: memory does not grow with it. Raises NotAudio where there is no such file, where
    `name` leads out of the folder, or where the file cannot be opened.
    """
    if name.startswith(BUILTIN):
        return hashlib.sha256(builtin(name)).hexdigest()
    path = inside(home, name)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unopened(name) from error


def builtin(name: str) -> bytes:
    """Read the bytes of a sound's file that ships with the program, named `builtin:mo-dau` or `mo-dau`.

    Raises NotAudio, which lists the names there are, where none has that name.
    """
    wanted = name.removeprefix(BUILTIN)
    if wanted not in builtin_names():
        raise NotAudio(
            tell("không có nhạc hiệu kèm sẵn tên {name}", name=wanted),
            tell("Các tên có sẵn: {names}.", names=", ".join(builtin_names())),
        )
    return (resources.files("broadcast.library") / "builtin" / f"{wanted}.flac").read_bytes()


def builtin_names() -> tuple[str, ...]:
    """List the names of the sounds that ship with the program, without `builtin:`, in alphabetical order."""
    names = (file.name for file in (resources.files("broadcast.library") / "builtin").iterdir())
    return tuple(sorted(name.removesuffix(".flac") for name in names if name.endswith(".flac")))


def inside(home: Path, name: str) -> Path:
    """Resolve `name`, a path in the ward's folder `home`, to its absolute path, whether or not a file is there.

    Raises NotAudio where `name` leads out of `home`, also through a link; what does so on Windows alone is refused
    too, and so is what is no ordinary file (a pipe, a device).
    """
    # a ward's folder moves between Windows and Linux: what leaves it on either is refused on both
    rooted = PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor
    if not rooted and "\0" not in name and (path := (home / name).resolve()).is_relative_to(home.resolve()):
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe: whoever opens it waits for ever
            raise unopened(name)
        return path
    raise NotAudio(
        tell("tệp “{name}” nằm ngoài thư mục của phường", name=name),
        tell("Chép tệp vào thư mục của phường rồi ghi lại đường dẫn."),
    )


def unopened(name: str) -> NotAudio:
    """Word the error for a sound's file, named `name` by the ward, that is missing or cannot be opened.

    The error is returned; the caller raises it.
    """
    return NotAudio(
        tell("không mở được tệp tiếng “{name}”", name=name),
        tell("Xem lại tên tệp ở mục sound (hoặc ở đầu bài) và chép tệp vào thư mục của phường."),
    )
