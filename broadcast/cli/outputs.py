"""The name of a file that a command is to write -> refused where something stands there that nobody gave up.

What stands there is replaced where the program made a file of that kind itself, or where the person says so with
`--force`, or with a yes at a terminal; the ward's own files, what it airs, devices, pipes and links never are.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from broadcast.base.errors import DiskError, UsageRefused, tell
from broadcast.base.words import words
from broadcast.cli.asking import agreed, on_a_terminal
from broadcast.library.tagged import LOOKED_AT, says_ours

_FORCED = "broadcast.force"
_OWN_FILES = frozenset({"playlist.yaml", "lexicon.yaml"})
_OWN_FOLDERS = frozenset({"scripts", "journal", "audio_cache", "takes", "voices"})
_OURS = {
    ".svg": (b'<svg xmlns="http://www.w3.org/2000/svg"',),
    ".csv": (b"\xef\xbb\xbfngay,gio_lich,", b"\xef\xbb\xbfngay;gio_lich;"),
    ".html": (b'<!doctype html>\n<html lang="vi">\n<meta name="generator" content="broadcast">',),
}
"""By suffix what a file begins with that this program wrote; sounds say it in their tags."""


def force_option() -> click.Option:
    """Make the option `--force`, which lets a command replace a file; it reaches `may_replace` by itself."""

    def forced(ctx: click.Context, _param: click.Parameter, given: bool) -> None:
        ctx.meta[_FORCED] = given

    return click.Option(
        ["--force"], is_flag=True, is_eager=True, expose_value=False, callback=forced,
        help=words("Ghi đè tệp đã có ở đó."),
    )  # fmt: skip


def refuse_replacing(path: Path, home: Path | None, ctx: click.Context | None) -> None:
    """Refuse to write the file `path` over what is not to be lost; ask at a terminal, where a yes is enough.

    `home`: the ward's folder, None where it is not known. Raises UsageRefused for a file of the ward's own, for
    what is no ordinary file, and for a file that stands there and was not given up; DiskError where the name
    cannot be one.
    """
    try:
        stands = os.path.lexists(path)
        if home is not None and _is_wards_own(path, home):
            raise UsageRefused(
                tell("{path} là tệp của chính phường, không ghi đè lên.", path=path),
                tell("Chọn tên khác, ở ngoài các thư mục scripts, takes, voices, journal và audio_cache."),
            )
        if home is not None and path.is_file() and _is_named(path, home):
            raise UsageRefused(
                tell("{path} là tệp tiếng mà đài đang dùng (ghi ở dòng recording của một bài, hoặc ở mục sound "
                     "của playlist.yaml), không ghi đè lên.", path=path),
                tell("Chọn tên khác. Muốn thay hẳn tệp ấy thì tự xoá hoặc đổi tên nó trước."),
            )  # fmt: skip
        if stands and (path.is_symlink() or not path.is_file()):
            raise UsageRefused(
                tell(
                    "{path} không phải một tệp thường (đường dẫn tắt hoặc tệp đặc biệt), không ghi đè lên.",
                    path=path,
                ),
                tell("Chọn tên khác."),
            )
        if not stands or (ctx is not None and ctx.meta.get(_FORCED)) or _is_ours(path):
            return
    except (OSError, ValueError, RuntimeError) as error:
        raise DiskError(tell("Không ghi được tệp tên như vậy."), tell("Chọn tên khác.")) from error
    question = words("{path} đã có. Ghi đè?", path=path)
    if on_a_terminal() and agreed(question):
        return
    raise UsageRefused(tell("{path} đã có, không ghi đè lên.", path=path),
                       tell("Chọn tên khác, hoặc thêm --force để ghi đè."))  # fmt: skip


def refuse_within_the_ward(folder: Path, home: Path) -> None:
    """Raise UsageRefused where the folder to be written lies in one that the ward's own folder lives by."""
    if _is_wards_own(folder / "x", home):
        raise UsageRefused(
            tell("{path} nằm trong thư mục của chính phường, không xuất vào đó.", path=folder),
            tell("Chọn tên khác, ở ngoài các thư mục scripts, takes, voices, journal và audio_cache."),
        )


def _is_wards_own(path: Path, home: Path) -> bool:
    """Whether it is, or would be, a file that the ward's folder lives by, by letter case or link too."""
    folder, root = path.parent.resolve(), home.resolve()
    if folder == root and path.name.casefold() in _OWN_FILES:
        return True
    if folder.is_relative_to(root):
        first = next(iter(folder.relative_to(root).parts), "").casefold()
        if first in _OWN_FOLDERS:
            return True
    return path.is_file() and path.stat().st_nlink > 1 and any(one.samefile(path) for one in _own_files(home))


def _is_named(path: Path, home: Path) -> bool:
    """Whether a script or the playlist airs that file: what is written over it would air in its place."""
    from broadcast.ward.namedsounds import named_sounds

    return any(one.samefile(path) for one in named_sounds(home))


def _own_files(home: Path) -> Iterator[Path]:
    """What the ward's folder lives by; asked for only where a file has another name somewhere."""
    found = (home / name for name in _OWN_FILES)
    yield from (one for one in found if one.is_file())
    for folder in _OWN_FOLDERS:
        if not (home / folder).resolve().is_relative_to(home.resolve()):
            continue  # a link to the whole disk, say: nothing of it is the ward's
        yield from (one for one in (home / folder).rglob("*") if one.is_file())


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(LOOKED_AT)
    return not head or head.startswith(_OURS.get(path.suffix.lower(), ())) or says_ours(head, path.suffix)
