"""The ward's files as a player last read them -> one file beside the log, read again where they cannot be.

Somebody is editing playlist.yaml and has saved a slip of the pen: the player goes on with what it read before, and
so does every other terminal that has to name its scripts, its zone or its next session.
"""

import logging
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from stat import S_IMODE
from tempfile import TemporaryDirectory

from broadcast.base.errors import DiskError, WardError, tell
from broadcast.base.files import write_whole
from broadcast.base.reasons import reason_of
from broadcast.station.overview import journal_folder
from broadcast.ward.folder import Stamp, Ward, read_ward, stamp
from broadcast.ward.survey import PLAYLIST

_log = logging.getLogger(__name__)
_NAME = "last-good.zip"
_TEXTS = (".yaml", ".md")
"""What is kept: the files that are read. A recording may be as large as it likes."""
_LARGEST = 100_000_000
"""Bytes of all files together, as they are unpacked; no ward's come near it."""


def keep_last_good(home: Path, read: Stamp) -> bool:
    """Copy the ward's files into `home`/journal/last-good.zip; return False where they were not kept.

    `read` is the stamp taken before the files were read and found good; sounds in it are left out. Nothing is kept
    where they have changed since, or where the disk takes nothing: that is logged, not raised.
    """
    packed, texts = BytesIO(), [name for name, *_ in read if name.endswith(_TEXTS)]
    try:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
            for name in texts:
                path = Path(name)
                pack.writestr(path.relative_to(home).as_posix(), path.read_bytes())
        if stamp(home) != tuple(one for one in read if one[0] in texts):
            return False
        # passwords stand in playlist.yaml: whoever may not read it may not read its copy
        write_whole(
            journal_folder(home) / _NAME, packed.getvalue(), mode=S_IMODE((home / PLAYLIST).stat().st_mode)
        )
    except (OSError, DiskError) as error:
        _log.warning(
            "%s", tell("Chưa cất được bản tốt gần nhất của các tệp phường ({why}).", why=reason_of(error))
        )
        return False
    return True


def last_good_texts(home: Path, names: Collection[str]) -> Mapping[str, bytes]:
    """Return the files of those names as the last player of this folder read them, by name.

    Those that it had not are left out; none where no copy was kept, or it is damaged.
    """
    try:
        with zipfile.ZipFile(journal_folder(home) / _NAME) as pack:
            known = [one for one in pack.infolist() if one.filename in names and one.file_size < _LARGEST]
            return {one.filename: pack.read(one) for one in known}
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return {}  # told where it is read for its own sake


def read_last_good(home: Path) -> Ward | None:
    """Read the ward as the last player of this folder did; None where no copy was kept.

    Raises whatever a damaged copy makes its readers raise: WardError, DiskError, OSError, BadZipFile, zlib.error
    and others.
    """
    path = journal_folder(home) / _NAME
    if not path.exists():
        return None
    with TemporaryDirectory(prefix="broadcast-") as folder, zipfile.ZipFile(path) as pack:
        if sum(one.file_size for one in pack.infolist()) > _LARGEST:
            raise WardError(tell("tệp {name} quá lớn", name=_NAME))
        pack.extractall(folder)
        return replace(read_ward(Path(folder)), home=home)
