"""A signed release -> three files and one line, with which anybody verifies it by OpenSSH alone."""

from pathlib import Path

from broadcast.base.errors import DiskError, WardError, tell
from broadcast.base.files import write_whole
from broadcast.base.reasons import reason_of
from broadcast.programme.approving import is_same_person
from broadcast.programme.released import last_release
from broadcast.programme.settings import ScriptId
from broadcast.record.reading import record_at
from broadcast.record.signers import Namespace
from broadcast.station.overview import Overview, journal_path
from broadcast.station.seals import keyring

MESSAGE, SIGNATURE, LIST = "release.json", "release.json.sig", "allowed_signers"


def write_proof(overview: Overview, script: ScriptId, folder: Path) -> str:
    """Write the last release of the script, its signature and the list of keys; return the line that verifies it.

    The line is one for PowerShell as for a Unix shell, but for the sign that hands the file over. Raises WardError
    where the last release is not signed, DiskError where the disk takes nothing.
    """
    with record_at(journal_path(overview.home)) as record:
        release, ring = last_release(record.releases(script)), keyring(record)
    if release is None or not release.seal:
        raise WardError(tell("Bài “{title}” chưa có lần duyệt nào có chữ ký.", title=overview.ward.title(script)))
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise DiskError(tell("Không tạo được thư mục {folder} ({reason}).",
                             folder=folder, reason=reason_of(error))) from error  # fmt: skip
    write_whole(folder / MESSAGE, release.to_seal.encode())
    write_whole(folder / SIGNATURE, release.seal.encode())
    write_whole(folder / LIST, ring.signers.encode())
    whose = next((one.name for one in ring.keys if is_same_person(one.name, release.by)), release.by)
    at = f"{release.at:%Y%m%d%H%M%S}"
    return (
        f'ssh-keygen -Y verify -f {LIST} -I "{whose}" -n {Namespace.RELEASE} -s {SIGNATURE}'
        f" -Overify-time={at} < {MESSAGE}"
    )
