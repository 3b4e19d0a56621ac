"""The ward's files as a player last read them -> one file beside the log, read again where they cannot be.

Somebody is editing playlist.yaml and has saved a slip of the pen: the player goes on with what it read before, and
so does every other terminal that has to name its scripts, its zone or its next session.
"""

import logging
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcast.base.errors import DiskError, WardError
from broadcast.base.files import write_whole
from broadcast.ward.folder import Stamp, Ward, read_ward, stamp

_log = logging.getLogger(__name__)
_NAME = "last-good.zip"


def keep_last_good(home: Path, read: Stamp) -> bool:
    """Copy the ward's files into `home`/journal/last-good.zip; return False where they were not kept.

    `read` is the stamp taken before the files were read and found good. Nothing is kept where they have changed
    since, or where the disk takes nothing: that is logged, not raised.
    """
    packed = BytesIO()
    try:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
            for name, *_ in read:
                path = Path(name)
                pack.writestr(path.relative_to(home).as_posix(), path.read_bytes())
        if stamp(home) != read:
            return False
        write_whole(home / "journal" / _NAME, packed.getvalue())
    except (OSError, DiskError) as error:
        _log.warning("the last good files of the ward were not kept (%s)", error)
        return False
    return True


def read_last_good(home: Path) -> Ward | None:
    """Read the Ward from the copy that the last player of the folder `home` kept.

    None where no copy was kept, or it cannot be read; the second is logged, nothing is raised.
    """
    try:
        with TemporaryDirectory(prefix="broadcast-") as folder, zipfile.ZipFile(home / "journal" / _NAME) as pack:
            pack.extractall(folder)
            return replace(read_ward(Path(folder)), home=home)
    except (OSError, ValueError, zipfile.BadZipFile, WardError, DiskError) as error:
        if not isinstance(error, FileNotFoundError):
            _log.warning("the last good files of the ward cannot be read (%s)", error)
        return None
