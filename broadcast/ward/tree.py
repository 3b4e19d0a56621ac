"""The folder scripts/ on the disk -> its subfolders and files; never the whole disk by mistake.

Somebody may make scripts/ a link to another place, or copy a whole disk into it: nothing may wait for that.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from broadcast.base.errors import Fault, Level, tell
from broadcast.ward.filenames import FOLDER

MOST = 50_000
"""Files and folders; so many are listed in about a second, and no ward has a tenth of them."""


def walk(home: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield (folder, its subfolders, its files) of `home`/scripts/ as os.walk does, in order of their names.

    The lists are the caller's to shorten. Links within are not followed. Nothing is yielded where scripts/ lies
    outside `home` or there is none; behind 50,000 entries it ends. Raises nothing.
    """
    for folder, folders, names, _ in _bounded(home):
        yield folder, folders, names


def _bounded(home: Path) -> Iterator[tuple[str, list[str], list[str], bool]]:
    """As `walk`, and whether so far nothing was left out."""
    if is_outside(home):
        return
    left = MOST
    for folder, folders, names in os.walk(home / FOLDER):  # unlike rglob it passes over what has gone
        folders.sort()
        names.sort()
        left -= len(folders) + len(names)
        if left < 0:
            del names[left:]
            folders.clear()
        yield folder, folders, names, left >= 0
        if left < 0:
            return


def tree_faults(home: Path) -> Iterator[Fault]:
    """Yield why `walk` does not list all of `home`/scripts/, where it does not.

    A link out of the folder is an ERROR, more than 50,000 entries a WARNING.
    """
    if is_outside(home):
        what = tell("thư mục scripts là đường dẫn tắt ra ngoài thư mục của phường, nên không bài nào được đọc")
        yield Fault(file=FOLDER, what=what, fix=tell("Xoá đường dẫn tắt ấy; chép bài thật vào thư mục scripts."))
    elif not all(whole for *_, whole in _bounded(home)):
        what = tell("thư mục scripts có quá nhiều tệp (hơn {most}), máy không xem hết", most=MOST)
        fix = tell("Chuyển những gì không phải bài phát ra khỏi thư mục scripts.")
        yield Fault(file=FOLDER, what=what, fix=fix, level=Level.WARNING)


def is_outside(home: Path) -> bool:
    """Whether `home`/scripts is a link to a place outside of `home`."""
    return not Path(os.path.realpath(home / FOLDER)).is_relative_to(os.path.realpath(home))
