"""`broadcast init`: a ward's own folder, asked for on a terminal or told in options."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.words import words
from broadcast.cli.asking import asked, choice, on_a_terminal
from broadcast.cli.command import argument, command, option
from broadcast.cli.completing import devices
from broadcast.cli.face import Face
from broadcast.cli.ward import check

if TYPE_CHECKING:
    from broadcast.ward.founding import Founding, NewCampaign

_T = TypeVar("_T")

HOURS, DAYS, ZONE, VOICES = "05:30-06:30,16:30-17:30", "t2-cn", "Asia/Ho_Chi_Minh", "piper,gtts,espeak"
"""What holds where nobody says otherwise; no fact about the ward is among them."""


@command("Lập thư mục riêng cho một đài mới: lịch phát, bài đầu tiên, từ điển đọc. Không ghi đè tệp nào.")
@argument(
    "folder", required=False, default=".", type=click.Path(file_okay=False, path_type=Path), metavar="[THƯ_MỤC]"
)
@option("--name", metavar="TÊN", help="Tên đài, đúng như loa sẽ xướng. Phải có.")
@option("--zone", metavar="MÚI_GIỜ", help="Múi giờ. Không ghi thì là Asia/Ho_Chi_Minh.")
@option("--hours", metavar="KHUNG_GIỜ", help="Những khung giờ loa được kêu, ví dụ 05:30-06:30,16:30-17:30.")
@option("--days", metavar="THỨ", help="Những thứ trong tuần loa được kêu, ví dụ t2-t6. Không ghi thì cả tuần.")
@option("--loudspeaker", metavar="TÊN", help="Loa ngoài đường, tên ở broadcast devices.", shell_complete=devices)
@option("--preview", metavar="TÊN", help="Tai nghe để nghe thử, tên ở broadcast devices.", shell_complete=devices)
@option("--voice", "voices", metavar="GIỌNG", help="Giọng đọc theo thứ tự ưu tiên: piper, gtts, espeak.")
@option("--campaign", metavar="TÊN", help="Tên đợt tuyên truyền đầu tiên; cần cả --from và --until.")
@option("--from", "first", metavar="NGÀY", help="Ngày đầu của đợt.")
@option("--until", "last", metavar="NGÀY", help="Ngày cuối của đợt, tính cả ngày ấy.")
@click.pass_context
def init(ctx: click.Context, /, folder: Path, **given: Any) -> int:
    """Make a ward's own folder and check it; exit 3 where the check finds a fault."""
    from broadcast.ward.founding import found, refuse_unfit

    refuse_unfit(folder)
    face = Face()
    asking = on_a_terminal() and given["name"] is None
    founding = _founding(face, given, asking=asking)
    found(folder, founding)
    _tell_made(face, folder, founding)
    ctx.obj = folder  # the check is of the new ward's folder
    code: int = ctx.invoke(check, as_json=False, strict=False)
    _tell_next(face, folder, founding)
    return code


def _founding(face: Face, given: dict[str, Any], *, asking: bool) -> "Founding":
    """What the options say; on a terminal the rest is asked for, each answer until it can be understood."""
    from broadcast.ward.answers import days, hours, name, voices
    from broadcast.ward.founding import Founding
    from broadcast.ward.values import parse_zone

    if given["name"] is None and not asking:
        raise UsageRefused(
            tell("Chưa biết tên đài."),
            tell('Thêm --name, đúng như loa sẽ xướng, ví dụ: --name "Đài truyền thanh phường …"'),
        )

    def value(key: str, option_: str, question: str, parse: Callable[[str], _T], usual: str | None) -> _T:
        return asked(option_, given[key], question, parse, usual=usual, asking=asking)

    if asking:
        face.note(words("Trả lời từng câu; nhấn Enter để giữ giá trị trong ngoặc. Ctrl+C để thôi."))
    return Founding(
        name=value("name", "--name", words("Tên đài, đúng như loa sẽ xướng"), name, None),
        zone=value("zone", "--zone", words("Múi giờ"), parse_zone, ZONE),
        hours=value("hours", "--hours", words("Loa được kêu vào những khung giờ nào"), hours, HOURS),
        days=value("days", "--days", words("Vào những thứ nào"), days, DAYS),
        **_devices(face, given, asking=asking),
        voices=value(
            "voices",
            "--voice",
            words("Giọng đọc (piper là giọng cài thêm, gtts cần mạng, espeak có sẵn)"),
            voices,
            VOICES,
        ),
        campaigns=_campaigns(given, asking=asking),
    )


def _devices(face: Face, given: dict[str, Any], *, asking: bool) -> dict[str, str]:
    found = _device_names() if asking else []
    for number, name in enumerate(found, 1):
        face.note(f"  {number}. {name}")
    questions = {"loudspeaker": words("Loa ngoài đường (số hoặc tên)"), "preview": words("Tai nghe (số hoặc tên)")}
    return {
        key: asked(f"--{key}", given[key], question, choice(found), usual="default", asking=asking and bool(found))
        for key, question in questions.items()
    }


def _device_names() -> list[str]:
    """What this machine has; nothing where it cannot be told now: the playlist then says `default`."""
    from broadcast.base.errors import MachineError
    from broadcast.station.devices import devices as found

    try:
        return list(dict.fromkeys(one.name for one in found()))
    except MachineError:
        return []


def _campaigns(given: dict[str, Any], *, asking: bool) -> tuple["NewCampaign", ...]:
    from broadcast.ward.answers import campaign_name
    from broadcast.ward.founding import NewCampaign
    from broadcast.ward.values import parse_date

    question = words("Tên đợt tuyên truyền đầu tiên (chưa có thì nhấn Enter)")
    name = asked("--campaign", given["campaign"], question, campaign_name, usual="", asking=asking)
    if not name:
        if given["first"] or given["last"]:
            raise UsageRefused(tell("--from và --until là ngày của một đợt: thêm --campaign cùng tên đợt."))
        return ()
    if not asking and not (given["first"] and given["last"]):
        raise UsageRefused(
            tell("Đợt “{name}” chưa có ngày.", name=name), tell("Thêm cả --from và --until, ví dụ 01/06/2027.")
        )
    first = asked("--from", given["first"], words("Ngày đầu của đợt"), parse_date, usual=None, asking=asking)
    last = asked(
        "--until", given["last"], words("Ngày cuối của đợt"), _not_before(first), usual=None, asking=asking
    )
    return (NewCampaign(name=name, first=first, last=last),)


def _not_before(first: date) -> Callable[[str], date]:
    from broadcast.ward.values import WrongValueError, parse_date

    def parse(text: str) -> date:
        last = parse_date(text)
        if last < first:
            what = tell(
                "ngày cuối {last} đứng trước ngày đầu {first}", last=f"{last:%d/%m/%Y}", first=f"{first:%d/%m/%Y}"
            )
            raise WrongValueError(what)
        return last

    return parse


def _tell_made(face: Face, folder: Path, founding: "Founding") -> None:
    face.line(words("Đã lập thư mục của {name}: {folder}", name=founding.name, folder=folder.resolve()))
    for name, what in (
        ("playlist.yaml", words("lịch phát, giờ được phát, loa, giọng; bên mỗi mục có lời dặn")),
        ("scripts/", words("các bài: lời mở đầu, lời chào cuối, bài đầu tiên")),
        ("lexicon.yaml", words("cách đọc riêng của địa phương")),
    ):
        face.line(f"  {name:<15} {what}")


def _tell_next(face: Face, folder: Path, founding: "Founding") -> None:
    face.line(words("Gõ tiếp:"))
    for line in _next(folder, founding):
        face.line(f"  {line}")
    face.line(words("Loa chỉ phát bài đã có người nghe và duyệt: lời mở đầu, lời chào cuối, bài có sẵn cũng vậy."))
    face.line(words("Bài nào đang chờ, duyệt thế nào: broadcast approvals"))


def _next(folder: Path, founding: "Founding") -> list[str]:
    from broadcast.station.overview import machine_clock

    campaign = next(iter(founding.campaigns), None)
    new = f'broadcast new script "{words("Tên bài")}"'
    is_ahead = campaign is not None and campaign.first > machine_clock().now().date()
    rehearsed = f"{campaign.first:%d/%m/%Y}" if campaign and is_ahead else "mai"
    return [
        *([f'cd "{folder}"'] if folder.resolve() != Path.cwd() else []),
        f"{new} --campaign {campaign.id}" if campaign else new,
        "broadcast check",
        f"broadcast play-today --date {rehearsed} --rehearse --output tong-duyet.wav",
        "broadcast doctor",
    ]
