"""`broadcast announce`: a bulletin beside the timetable, made here and handed to the running player."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.words import said, words
from broadcast.cli.asking import read_as
from broadcast.cli.bulletins import apart_in_words, clock_of
from broadcast.cli.command import OneLine, OutputFile, argument, command, option
from broadcast.cli.face import Face, clock_length, voice_name
from broadcast.cli.signing import signing, with_key, with_second_key
from broadcast.cli.spokenbulletin import Making, tell_of_cart, worded
from broadcast.cli.usage import INTERRUPTED
from broadcast.library.tagged import SUFFIXES
from broadcast.programme.bulletins import MOST_REPEATS, MOST_TIMES, Urgency
from broadcast.programme.model import Override

if TYPE_CHECKING:
    from broadcast.programme.model import Cart
    from broadcast.station.announce import HandedOver, Repeats
    from broadcast.station.bulletin_words import Wording


@command(
    "Phát ngay một bản tin: ưu tiên thì chen vào sau bài đang phát, khẩn cấp thì ngắt bài đang phát. "
    "Nghe trước: --preview. Xem, huỷ bản tin đang chờ: broadcast bulletins"
)
@argument("script", metavar="[BÀI]", required=False)
@option("--text", metavar="LỜI", help="Đọc lời này thay cho một bài.")
@option(
    "--level",
    type=click.Choice([level.value for level in Urgency]),
    default=Urgency.PRIORITY.value,
    help="Mức: thuong, uu-tien, khan-cap. Không ghi thì là uu-tien.",
)
@option("--by", type=OneLine(), metavar="TÊN", help="Ai cho phát; ghi vào nhật ký.")
@option(
    "--second",
    type=OneLine(),
    metavar="TÊN",
    default="",
    help="Người thứ hai cùng chịu trách nhiệm; bản tin khẩn cấp phải có, nếu phường đòi duyệt.",
)
@with_key
@with_second_key
@option(
    "--reason",
    type=OneLine(),
    metavar="LÝ_DO",
    help="Phát cả ngoài giờ quy định, vì lý do này; chỉ cho bản tin khẩn cấp.",
)
@option("--times", type=click.IntRange(1, MOST_REPEATS), metavar="SỐ", help="Phát mấy lần; không ghi thì một lần.")
@option("--every", metavar="KHOẢNG", help="Các lần cách nhau bao lâu: 30m, 1h; cần --times hoặc --until.")
@option("--until", metavar="GIỜ", help="Phát lặp lại đến giờ này: 20:00; đã qua thì là ngày mai.")
@option("--at", metavar="GIỜ", help="Lần đầu vào giờ này thay cho ngay bây giờ: 06:00; đã qua thì là ngày mai.")
@option(
    "--expires",
    metavar="HẠN",
    help="Quá lâu chưa phát được thì thôi: 30m, 2h. Không ghi thì 2h; khẩn cấp có hai người thì 30m.",
)
@option("--preview", is_flag=True, help="Chỉ nghe thử ở tai nghe của máy này, chưa giao cho phiên đang trực.")
@option(
    "-o",
    "--output",
    type=OutputFile(*SUFFIXES),
    metavar="TỆP",
    help="Cùng --preview: ghi vào tệp wav, flac, mp3, ogg thay cho tai nghe.",
)
@click.pass_obj
def announce(
    home: Path,
    script: str | None,
    text: str | None,
    level: str,
    by: str | None,
    second: str,
    key: Path | None,
    second_key: Path | None,
    reason: str | None,
    times: int | None,
    every: str | None,
    until: str | None,
    at: str | None,
    expires: str | None,
    preview: bool,
    output: Path | None,
) -> int:
    """Make a bulletin from a script or from words, and hand it to the running player; or only hear it first."""
    from broadcast.station import announce as bulletin
    from broadcast.station.emergencies import refuse_alone, refuse_unsigned, usual_expiry
    from broadcast.station.foretold import foretell
    from broadcast.station.readable import read_what_can_be
    from broadcast.station.station import station_of

    urgency, asked_by = Urgency(level), (by or "").strip()
    _refuse_contradictions(script, text, urgency, asked_by, reason, preview, output)
    apart = _length(every) if every is not None else None
    _refuse_odd_repeats(apart, times, until)
    seen, face = read_what_can_be(home), Face()
    overview = seen.required()
    face.warn(seen.warning)
    station = station_of(overview)
    lasts = _length(expires) if expires else usual_expiry(station, urgency)
    if not preview and urgency is Urgency.EMERGENCY:
        refuse_alone(station, asked_by, second, lasts)
    keys = [one for one in (key, second_key) if one is not None]
    if not preview:
        refuse_unsigned(station, asked_by, second, len(keys))
    player = None if preview else bulletin.player_on_duty(station)
    now = player.now if player else station.clock.now()
    first = _moment(at, now) if at else None
    repeats = bulletin.repeats_of(
        now, at=first, every=apart, times=times, until=_moment(until, first or now) if until else None,
        expires=lasts,
    )  # fmt: skip
    judged = player is not None and not player.doubt and reason is None
    if player is not None:
        bulletin.refuse_too_late(repeats, player.free_for(urgency))
    if judged:
        bulletin.refused_moments(station, repeats, urgency, timedelta())  # before production has been waited for
    wording = worded(face, station, script, text, urgency)
    cart = bulletin.make(wording, urgency, Making(face, urgency))
    tell_of_cart(face, cart)
    if player is None:
        return _preview(face, wording, cart, repeats, urgency, output)
    length = timedelta(seconds=cart.seconds)
    foretold = foretell(station, player, repeats, urgency, length, is_override=reason is not None)
    _tell_passed_over(face, foretold.passed, repeats)
    override = Override(reason=reason.strip(), by=asked_by) if reason else None
    handed = bulletin.hand_over(
        wording, cart, repeats, urgency=urgency, by=asked_by, override=override, second=second,
        sign=[signing(one) for one in keys],
    )  # fmt: skip
    if handed.hold:
        face.note(words("! chưa phát được ngay: {why}", why=handed.hold), "yellow")
    face.line(_taken(handed, repeats, now, urgency))
    return 0


def _refuse_contradictions(
    script: str | None,
    text: str | None,
    urgency: Urgency,
    by: str,
    reason: str | None,
    preview: bool,
    output: Path | None,
) -> None:
    if (script is None) == (text is None):
        raise UsageRefused(tell("Ghi tên bài, hoặc ghi --text; không ghi cả hai."))
    if output is not None and not preview:
        raise UsageRefused(tell("-o chỉ dùng khi nghe thử."), tell("Thêm --preview."))
    if reason is not None and urgency is not Urgency.EMERGENCY:
        raise UsageRefused(tell("Chỉ bản tin khẩn cấp được phát ngoài giờ quy định."))
    if (not by and not preview) or (reason is not None and not reason.strip()):
        raise UsageRefused(
            tell("Phải ghi rõ tên người cho phát và lý do."),
            tell('Ví dụ: --by "Nguyễn Văn A". Phát ngoài giờ thì thêm: --reason "lý do"'),
        )


def _refuse_odd_repeats(every: timedelta | None, times: int | None, until: str | None) -> None:
    if every is None:
        if until is not None:
            raise UsageRefused(tell("--until cần --every."), tell("Ví dụ: --every 1h --until 20:00"))
        if times is not None and times > MOST_TIMES:
            raise UsageRefused(
                tell("Phát liền nhau thì nhiều nhất là {most} lần.", most=MOST_TIMES),
                tell("Muốn nhiều lần hơn thì cho cách nhau: --every 30m"),
            )
    elif until is None and times is None:
        raise UsageRefused(tell("Phải ghi phát lặp lại đến bao giờ."), tell("Thêm --until 20:00 hoặc --times 5."))


def _tell_passed_over(face: Face, passed: Sequence[datetime], repeats: "Repeats") -> None:
    if passed:
        at = ", ".join(f"{moment:%H:%M %d/%m}" for moment in passed[:6]) + (" …" if len(passed) > 6 else "")
        face.note(words("! {count} trên {times} lần rơi vào lúc không được phát, sẽ bỏ qua: {at}",
                        count=len(passed), times=repeats.times, at=at), "yellow")  # fmt: skip


def _preview(
    face: Face, wording: "Wording", cart: "Cart", repeats: "Repeats", urgency: Urgency, output: Path | None
) -> int:
    """Sound it in the headphones, or write it to a file; nothing is handed over."""
    from broadcast.base.errors import AirtimeRefused
    from broadcast.cli.playing import wanted_until_told
    from broadcast.station import announce as bulletin
    from broadcast.station import preview as headphones

    face.line(wording.text)
    face.line(f"{clock_length(cart.seconds)} · {voice_name(cart.engine)}")
    try:
        length = timedelta(seconds=cart.seconds)
        _tell_passed_over(face, bulletin.refused_moments(wording.station, repeats, urgency, length), repeats)
    except AirtimeRefused as refused:
        face.note("! " + said(refused.what), "yellow")
    if output is not None:
        headphones.export(wording.station, cart, output, title=wording.title)
        face.line(words("Đã ghi {path}.", path=output))
        heard = True
    else:
        with wanted_until_told() as wanted:
            heard = headphones.preview(
                wording.station, cart, to_speaker=False, wanted=wanted, watch=lambda _frames: None
            ).complete
    face.line(words("Mới là nghe thử, chưa phát ra loa. Muốn phát thì chạy lại, bỏ --preview."))
    return 0 if heard else INTERRUPTED


def _taken(handed: "HandedOver", repeats: "Repeats", now: datetime, urgency: Urgency) -> str:
    """What the player will do with it."""
    number = handed.number
    if repeats.every is not None:
        return words("Bản tin số {number} đã vào hàng chờ: {times} lần, cách nhau {every}, từ {first} đến {last}. "
                     "Xem: broadcast bulletins", number=number, times=repeats.times,
                     every=apart_in_words(repeats.every),
                     first=clock_of(repeats.moments[0], now), last=clock_of(repeats.moments[-1], now))  # fmt: skip
    if repeats.at is not None:
        return words("Bản tin số {number} đã vào hàng chờ, sẽ phát lúc {at}. Xem: broadcast bulletins",
                     number=number, at=clock_of(repeats.at, now))  # fmt: skip
    if handed.hold:
        return words("Bản tin số {number} đã vào hàng chờ. Xem: broadcast bulletins", number=number)
    if urgency is Urgency.EMERGENCY:
        return words("Bản tin số {number} đã vào hàng chờ, sẽ phát ngay, ngắt cả bài đang phát. "
                     "Xem: broadcast bulletins", number=number)  # fmt: skip
    if urgency is Urgency.PRIORITY:
        return words("Bản tin số {number} đã vào hàng chờ, sẽ phát ngay, hoặc sau bài đang phát. "
                     "Xem: broadcast bulletins", number=number)  # fmt: skip
    return words("Bản tin số {number} đã vào hàng chờ, sẽ phát ngay khi loa rảnh. Xem: broadcast bulletins",
                 number=number)  # fmt: skip


def _length(text: str) -> timedelta:
    from broadcast.ward.values import parse_duration

    return read_as(parse_duration, text)


def _moment(text: str, after: datetime) -> datetime:
    """The next such time of day after that moment; or the very moment where a day is written too."""
    from broadcast.ward.values import parse_date, parse_time

    clock, _, day = text.strip().partition(" ")
    date = read_as(parse_date, day) if day else after.date()
    moment = datetime.combine(date, read_as(parse_time, clock), after.tzinfo)
    if day and moment < after:
        raise UsageRefused(tell("Giờ {time} đã qua.", time=f"{moment:%H:%M %d/%m/%Y}"))
    return moment if day or moment > after else moment + timedelta(days=1)
