"""The ward's folder -> the folder below scripts/ in which a new script belongs."""

from pathlib import Path

from broadcast.base.errors import FaultsFound, Message, WardError, tell
from broadcast.programme.settings import COMMON_FOLDER, Playlist
from broadcast.ward.nearest import meant, nearest
from broadcast.ward.scriptfile import checked_folder
from broadcast.ward.survey import PLAYLIST, SCRIPTS, survey


def named_folder(home: Path, name: str) -> str:
    """Return the folder below scripts/ that `name` means; it need not be there yet.

    Raises WardError where the name leads elsewhere, or `home` is no ward's folder.
    """
    if not (home / PLAYLIST).is_file():
        raise WardError(
            tell("Thư mục đang đứng ({home}) không phải thư mục của một đài.", home=home.resolve()),
            tell("Vào thư mục có playlist.yaml rồi gõ lại. Chưa có thì lập: broadcast init"),
        )
    return checked_folder(name)


def folder_of_campaign(home: Path, id_: str) -> str:
    """Return the folder of the campaign `id_`, or of the phase of that id.

    Raises WardError where there is none, with the nearest id; FaultsFound where playlist.yaml is faulty.
    """
    playlist = _playlist(home)
    folders: dict[str, str] = {str(phase.id): phase.scripts_in for phase in playlist.phases}
    folders |= {str(campaign.id): campaign.folder for campaign in playlist.campaigns}
    if id_ in folders:
        return folders[id_]
    raise no_campaign(playlist, id_)


def no_campaign(playlist: Playlist, id_: str) -> WardError:
    """Return the error that says that no campaign or phase has that id, with the nearest one that there is."""
    ids = [*(str(phase.id) for phase in playlist.phases), *(str(one.id) for one in playlist.campaigns)]
    near = nearest(id_, ids)
    what = tell("Không có đợt “{id}” trong playlist.yaml.", id=id_)
    return WardError(what, meant(near) if near else _choices(ids))


def usual_folder(home: Path) -> str:
    """Return the one folder below scripts/ that holds scripts to be dealt; `chung` is none.

    Raises WardError, with the folders there are, where there is another number of them than one.
    """
    folders = sorted(one.name for one in _folders(home) if one.name != COMMON_FOLDER)
    if len(folders) == 1:
        return folders[0]
    raise WardError(
        tell("Chưa rõ bài này vào thư mục nào."),
        tell("Thêm --in cùng một trong: {names}", names=", ".join([*folders, COMMON_FOLDER])),
    )


def _folders(home: Path) -> list[Path]:
    _playlist(home)  # a folder without one is no ward's
    here = home / SCRIPTS
    return [one for one in here.iterdir() if one.is_dir()] if here.is_dir() else []


def _playlist(home: Path) -> Playlist:
    seen = survey(home)
    if seen.playlist is None:
        raise FaultsFound(seen.faults)
    return seen.playlist


def _choices(ids: list[str]) -> Message:
    if ids:
        return tell("Có: {ids}", ids=", ".join(ids))
    return tell("Thêm đợt ấy vào mục campaigns của playlist.yaml.")
