"""`broadcast correct`: what was said wrong is put right: worded, heard, and handed to the player at once."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.words import words
from broadcast.cli.asking import agreed, on_a_terminal
from broadcast.cli.command import OneLine, argument, command, option
from broadcast.cli.completing import scripts
from broadcast.cli.face import Face, spoken_length, voice_name
from broadcast.cli.signing import signing, with_key
from broadcast.cli.spokenbulletin import Making, tell_of_cart, worded
from broadcast.cli.usage import INTERRUPTED
from broadcast.programme.bulletins import Urgency

if TYPE_CHECKING:
    from broadcast.programme.model import Cart
    from broadcast.station.bulletin_words import Wording
    from broadcast.station.emergencies import Sign
    from broadcast.station.station import Station

_EXPIRES = timedelta(hours=2)


@command("Xin đính chính một bài đã phát sai: máy đặt lời, đọc ra tai nghe, người cho phát đồng ý là phát ngay.")
@argument("script", metavar="BÀI", shell_complete=scripts)
@option("--text", metavar="LỜI", required=True, help="Nói thế nào mới đúng.")
@option("--by", type=OneLine(), metavar="TÊN", required=True, help="Ai cho phát; ghi vào nhật ký.")
@option("--yes", is_flag=True, help="Đồng ý trước: nghe xong là phát, không hỏi.")
@option("--unheard", is_flag=True, help="Không nghe trước, ở máy không có tai nghe.")
@with_key
@click.pass_obj
def correct(
    home: Path, script: str, text: str, by: str, yes: bool, unheard: bool, key: Path | None
) -> int:  # fmt: skip
    """Word a correction of a script, make it, let it be heard, and hand it to the running player.

    No voice on the network is waited for longer than three seconds. Exits 130 where it was not heard to its end or
    not agreed to: then nothing airs.
    """
    from broadcast.station import announce as bulletin
    from broadcast.station.desk.correcting import correction, write_corrected
    from broadcast.station.emergencies import refuse_unsigned
    from broadcast.station.readable import read_what_can_be
    from broadcast.station.station import station_of

    if not by.strip():
        raise UsageRefused(tell("Phải ghi rõ tên người cho phát."), tell('Ví dụ: --by "Nguyễn Văn A"'))
    if not yes and not on_a_terminal():
        raise UsageRefused(tell("Chưa phát: không có ai để hỏi ở đây."), tell("Đồng ý trước thì thêm: --yes"))
    seen, face = read_what_can_be(home), Face()
    overview = seen.required()
    face.warn(seen.warning)
    station = station_of(overview)
    id_ = station.ward.find(script)
    refuse_unsigned(station, by, "", 0 if key is None else 1)
    bulletin.player_on_duty(station)  # before anything is made
    wording = worded(face, station, None, str(correction(station, id_, text)), Urgency.PRIORITY)
    cart = bulletin.make(wording, Urgency.PRIORITY, Making(face, Urgency.PRIORITY), hurried=True)
    tell_of_cart(face, cart)
    face.line(wording.text)
    face.line(f"{spoken_length(cart.seconds)} · {voice_name(cart.engine)}")
    if not unheard and not _heard(face, station, cart):
        return INTERRUPTED
    if not yes and not agreed(words("Phát ngay bản đính chính này?")):
        face.note(words("Chưa phát gì."), "yellow")
        return INTERRUPTED
    number = _handed_over(station, wording, cart, by, [] if key is None else [signing(key)])
    write_corrected(station, id_, cart, number, by, heard=not unheard)
    told = words(
        "√ Bản đính chính là bản tin số {number}, phát ngay hoặc sau bài đang phát. Xem: broadcast bulletins",
        number=number,
    )
    face.line(told, "green")
    face.line(words("Bài sai còn trong lịch thì sửa, hoặc rút: broadcast withdraw {script}", script=id_))
    return 0


def _heard(face: Face, station: "Station", cart: "Cart") -> bool:
    """Whether it was heard to its end, without a hole; where it was not, that is told."""
    from broadcast.cli.playing import wanted_until_told
    from broadcast.station import preview as headphones

    with wanted_until_told() as wanted:
        played = headphones.preview(station, cart, to_speaker=False, wanted=wanted, watch=lambda _frames: None)
    if not played.complete:
        face.note(words("Nghe chưa hết, nên chưa phát gì."), "yellow")
    elif not headphones.is_whole(played):
        face.note(words("Tai nghe hụt tiếng {count} chỗ, nên chưa phát gì: chạy lại để nghe cho trọn.",
                        count=played.underflows), "yellow")  # fmt: skip
    return headphones.is_whole(played)


def _handed_over(
    station: "Station", wording: "Wording", cart: "Cart", by: str, sign: "Sequence[Sign]"
) -> int:  # fmt: skip
    """Hand it to the player as of now: hearing took its time. Raises AirtimeRefused where it may not air."""
    from broadcast.station import announce as bulletin

    player = bulletin.player_on_duty(station)
    repeats = bulletin.repeats_of(player.now, at=None, every=None, times=1, until=None, expires=_EXPIRES)
    bulletin.refuse_too_late(repeats, player.free_for(Urgency.PRIORITY))
    if not player.doubt:
        length = timedelta(seconds=cart.seconds)
        bulletin.refused_moments(station, repeats, Urgency.PRIORITY, length)
    handed = bulletin.hand_over(wording, cart, repeats, urgency=Urgency.PRIORITY, by=by, override=None, sign=sign)
    return handed.number
