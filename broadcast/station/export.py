"""A day or a campaign -> its sounds, papers and posts in one folder, whole or told that it is not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from broadcast.base.clock import Wanted
from broadcast.base.errors import Message, WardError, tell
from broadcast.base.words import said
from broadcast.programme.settings import Campaign, Phase
from broadcast.station.exported import Announcement, Exported, LeftBehind
from broadcast.station.exportfolder import export_folder
from broadcast.station.exporting import Wish, export_sounds
from broadcast.station.ledboard import as_file, screens
from broadcast.station.posts import FACEBOOK, ZALO, page, parts, plain, post_of, together
from broadcast.station.station import ProgressWatcher, Station
from broadcast.station.timesheet import papers
from broadcast.ward.folders import folder_of_campaign

_TEXTS = "loi"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedBoard:
    """An LED board: how many signs a line holds, and how many lines it has."""

    width: int
    lines: int


def of_day(day: date) -> Wish:
    """Wish for everything that one day plays, its sessions as files too."""
    return Wish(days=(day,), name=said(tell("Chương trình ngày {day}", day=f"{day:%d/%m/%Y}")))


def of_campaign(station: Station, id_: str) -> Wish:
    """Wish for the scripts of a campaign or phase, and the times of the sessions that play them.

    Raises WardError where playlist.yaml has none of that id, with the nearest one.
    """
    folder, playlist = folder_of_campaign(station.home, id_), station.ward.playlist
    known: tuple[Campaign | Phase, ...] = (*playlist.campaigns, *playlist.phases)
    found = next((one for one in known if one.id == id_), None)
    if found is None:
        raise WardError(tell("Không có đợt “{id}” trong playlist.yaml.", id=id_))
    days = tuple(found.first + timedelta(days=number) for number in range((found.last - found.first).days + 1))
    return Wish(days=days, folder=folder, with_sessions=False, name=found.name)


def export(
    station: Station,
    wish: Wish,
    folder: Path,
    *,
    board: LedBoard | None,
    force: bool,
    wanted: Wanted,
    progress: ProgressWatcher,
) -> Exported:
    """Make what is wished for in the folder; return what is in it, and what is not, with the reason.

    `board`: the texts are cut for it too. `force`: an earlier export in the folder is replaced. Raises WardError
    where nothing may leave the house at all, and what `export_folder` and `export_sounds` raise.
    """
    with export_folder(folder, force=force) as made:
        exported = export_sounds(station, wish, made, wanted=wanted, progress=progress)
        if not wanted():  # what was left off is no reason to tell
            raise KeyboardInterrupt
        if not exported.announcements:
            raise WardError(
                tell("Không bài nào mang đi được: {why}.", why=_first_reason(exported.left)),
                tell("Xem: broadcast today --date … và broadcast check"),
            )
        left = [one for each in exported.announcements for one in _write_texts(station, each, made, board)]
        exported = replace(exported, left=(*exported.left, *left))
        for name, text in papers(exported, station.ward.playlist.station).items():
            (made / name).write_text(text, encoding="utf-8", newline="")
    return exported


def _first_reason(left: Sequence[LeftBehind]) -> Message:
    if not left:
        return tell("không buổi nào có bài")
    return tell("{title}: {why}", title=left[0].title, why=left[0].why)


def _write_texts(station: Station, one: Announcement, made: Path, board: LedBoard | None) -> list[LeftBehind]:
    """Write the posts of one announcement; return what could not be written, and why."""
    post = post_of(one.prepared, station.ward.playlist.station, said(one.version.told))
    if post is None:
        return [LeftBehind(title=one.title, why=tell("là bản thu sẵn, không có lời viết để đăng"))]
    folder = made / _TEXTS / one.file
    folder.mkdir(parents=True)
    texts: dict[str, str] = {"cong-thong-tin.html": page(post), "cong-thong-tin.txt": plain(post)}
    left: list[Message] = []
    for name, most in (("zalo.txt", ZALO), ("facebook.txt", FACEBOOK)):
        cut = parts(post, most)
        if isinstance(cut, Message):
            left.append(tell("{name}: {why}", name=name, why=cut))
        else:
            texts[name] = together(cut)
    if board is not None:
        shown = screens((post.title, post.text, post.signature), board.width, board.lines)
        if isinstance(shown, Message):
            left.append(tell("{name}: {why}", name="led.txt", why=shown))
        else:
            texts["led.txt"] = as_file(shown)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\r\n")
    return [LeftBehind(title=one.title, why=why) for why in left]
