"""A ward's answers -> the folder of its own station: playlist, first scripts, lexicon; in order from the start."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.files import write_whole
from broadcast.programme.hours import Window
from broadcast.programme.settings import COMMON_FOLDER
from broadcast.programme.voice import USUAL_ENGINES
from broadcast.ward.scriptfile import name_of, yaml_text
from broadcast.ward.survey import LEXICON, PLAYLIST, SCRIPTS

STANDING_FOLDER = "thuong-xuyen"
"""The folder of the scripts that air all the year."""
_DAYS = ("t2", "t3", "t4", "t5", "t6", "t7", "cn")
_LONGEST_SESSION = timedelta(minutes=15)
_CAMPAIGN_SCRIPTS = 3
_SPARE = 2
"""How many sessions a day may have beside those written now: one for a one-off, one for the next campaign."""
_PARTS_OF_DAY = ((11, "sang", "Buổi sáng"), (14, "trua", "Buổi trưa"), (18, "chieu", "Buổi chiều"))
_EVENING = ("toi", "Buổi tối")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCampaign:
    """A campaign as the ward names it when its folder is made."""

    name: str
    first: date
    last: date

    @property
    def id(self) -> str:
        """Return its id, which is the name of its folder too."""
        return name_of(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What a ward's own folder is made of."""

    name: str
    """The station's, as the loudspeaker says it."""
    zone: ZoneInfo
    hours: tuple[Window, ...]
    days: frozenset[int]
    """Weekdays, Monday 0."""
    loudspeaker: str = "default"
    preview: str = "default"
    voices: tuple[str, ...] = USUAL_ENGINES
    """The engines in order; the usual order is not written down, so that a voice that is installed later reads."""
    campaigns: tuple[NewCampaign, ...] = ()


def found(folder: Path, founding: Founding) -> None:
    """Write the ward's folder, playlist.yaml last, so that a folder half made is none yet.

    Raises UsageRefused where `folder` cannot be a ward's own (`refuse_unfit`) or holds another file of the same
    name, DiskError where the disk does not take it.
    """
    refuse_unfit(folder)
    content = dict(_files(founding))
    for name, text in content.items():
        path = folder / name
        if path.exists() and not (path.is_file() and path.read_bytes() == text.encode("utf-8")):
            raise UsageRefused(
                tell("Trong {folder} đã có {name}; lệnh này không ghi đè tệp nào.", folder=folder, name=name),
                tell("Chọn một thư mục khác, còn trống."),
            )
    for name, text in content.items():
        write_whole(folder / name, text.encode("utf-8"))
    for campaign in founding.campaigns:
        (folder / SCRIPTS / campaign.id).mkdir(exist_ok=True)


def refuse_unfit(folder: Path) -> None:
    """Raise UsageRefused where `folder` holds a playlist already, or lies in a ward's or in the program's own."""
    here = folder.resolve()
    if (here / PLAYLIST).exists():
        raise UsageRefused(
            tell("Trong {folder} đã có playlist.yaml: đây là thư mục của một đài.", folder=folder),
            tell("Vào thư mục ấy rồi chạy: broadcast check. Muốn lập đài khác thì chọn thư mục khác."),
        )
    for above in (here, *here.parents):
        if _is_the_program_s(above):
            raise UsageRefused(
                tell("{folder} nằm trong thư mục của chương trình ({program}).", folder=folder, program=above),
                tell("Chọn một thư mục riêng bên ngoài, để nâng cấp chương trình không đụng đến bài của đài."),
            )
        if (above / PLAYLIST).exists():
            raise UsageRefused(
                tell("{folder} nằm trong thư mục của một đài khác ({other}).", folder=folder, other=above),
                tell("Chọn một thư mục riêng bên ngoài."),
            )


def _is_the_program_s(folder: Path) -> bool:
    """Whether the program's source, or the place where it is installed, is this folder."""
    return (folder / "broadcast" / "ward" / "founding.py").is_file() or (folder / "pyvenv.cfg").is_file()


def _files(founding: Founding) -> Iterator[tuple[str, str]]:
    """Every file by its name in the folder, playlist.yaml last."""
    yield f"{SCRIPTS}/{COMMON_FOLDER}/mo-dau.md", _beginning("mo-dau.md")
    yield f"{SCRIPTS}/{COMMON_FOLDER}/ket-thuc.md", _beginning("ket-thuc.md")
    yield f"{SCRIPTS}/{STANDING_FOLDER}/01-don-nghe.md", _beginning("gioi-thieu.md")
    yield LEXICON, _beginning("lexicon.yaml")
    yield ".gitignore", _beginning("gitignore")
    yield PLAYLIST, playlist_text(founding)


def _beginning(name: str) -> str:
    return files("broadcast.ward").joinpath("beginnings", name).read_text(encoding="utf-8")


def playlist_text(founding: Founding) -> str:
    """Return the text of the playlist.yaml of a new ward."""
    longest = _longest(founding)
    sessions = [*_standing(founding), *_of_campaigns(founding, longest)]
    return Template(_beginning("playlist.yaml")).substitute(
        name=yaml_text(founding.name),
        zone=founding.zone.key,
        campaigns=_campaigns(founding.campaigns),
        sessions="\n".join(sessions),
        hours=f"[{', '.join(map(str, founding.hours))}]",
        days=days_text(founding.days),
        longest=f"{longest}m",
        pad=" " * (8 - len(f"{longest}m")),
        most=len(sessions) + _SPARE,
        loudspeaker=yaml_text(founding.loudspeaker),
        preview=yaml_text(founding.preview),
        voices=_voices(founding.voices),
    )


def _voices(engines: tuple[str, ...]) -> str:
    return "" if engines == USUAL_ENGINES else f"  engines: [{', '.join(engines)}]\n"


def days_text(days: frozenset[int]) -> str:
    """Return weekdays as a playlist writes them: `t2-t6`, `t2, t4, cn`."""
    spans: list[list[int]] = []
    for day in sorted(days):
        if spans and spans[-1][-1] == day - 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    words = [
        f"{_DAYS[span[0]]}-{_DAYS[span[-1]]}" if len(span) > 2 else ", ".join(_DAYS[day] for day in span)
        for span in spans
    ]
    return ", ".join(words)


def _campaigns(campaigns: Sequence[NewCampaign]) -> str:
    lines = [
        f"  {one.id}: {{name: {yaml_text(one.name)}, from: {one.first:%d/%m/%Y}, until: {one.last:%d/%m/%Y}}}"
        for one in campaigns
    ]
    if not lines:
        return (
            "# Chưa có đợt nào. Ví dụ (bỏ dấu # để dùng):\n"
            "# campaigns:\n"
            "#   tiem-chung: {name: Tiêm chủng mùa hè, from: 01/06/2027, until: 30/06/2027}"
        )
    return "\n".join(["campaigns:", *lines])


def _standing(founding: Founding) -> Iterator[str]:
    """One session at the beginning of each of the ward's hours."""
    for window, (id_, name) in zip(founding.hours, _named(founding.hours), strict=True):
        at = f"{window.start:%H:%M}"
        yield _session(id_, name, at, founding.days, STANDING_FOLDER, count=1)


def _of_campaigns(founding: Founding, longest: int) -> Iterator[str]:
    """Behind the standing sessions, one for each campaign in each of the ward's hours."""
    for window, (id_, name) in zip(founding.hours, _named(founding.hours), strict=True):
        for number, one in enumerate(founding.campaigns, 1):
            at = _moment(window.start) + timedelta(minutes=longest * number)
            yield _session(
                f"{one.id}-{id_}",
                f"{one.name}, {name.lower()}",
                f"{at:%H:%M}",
                founding.days,
                one.id,
                count=_CAMPAIGN_SCRIPTS,
                campaign=one.id,
            )


def _session(
    id_: str, name: str, at: str, days: frozenset[int], folder: str, *, count: int, campaign: str | None = None
) -> str:
    lines = [
        f"  - id: {id_}",
        f"    name: {yaml_text(name)}",
        *([f"    campaign: {campaign}"] if campaign else []),
        f"    at: {at}",
        f"    days: {days_text(days)}",
        "    grace: 15m",
        f"    play: {{rotate: {folder}, count: {count}}}",
    ]
    return "\n".join(lines) + "\n"


def _named(hours: Sequence[Window]) -> Iterator[tuple[str, str]]:
    """An id and a name for each of the hours, by the part of the day: `sang`, `chieu`, `chieu-2`."""
    seen: dict[str, int] = {}
    for window in hours:
        parts = ((id_, name) for before, id_, name in _PARTS_OF_DAY if window.start.hour < before)
        id_, name = next(parts, _EVENING)
        seen[id_] = number = seen.get(id_, 0) + 1
        yield (id_, name) if number == 1 else (f"{id_}-{number}", f"{name}, lần {number}")


def _moment(at: time) -> datetime:
    return datetime.combine(date.min, at)


def _longest(founding: Founding) -> int:
    """How many minutes a session may last, so that those of one hour do not run into each other."""
    shortest = min(one.ends - one.begins for one in founding.hours)
    share = shortest // (1 + len(founding.campaigns))
    return max(1, int(min(share, _LONGEST_SESSION) / timedelta(minutes=1)))
