"""What can be read, what the player says -> what a person has to see to, with what becomes of it otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from broadcast.base.errors import BroadcastError, DiskError, Message, tell
from broadcast.programme.model import Session, Unready
from broadcast.programme.settings import ScriptId
from broadcast.station.accounts import read_accounts
from broadcast.station.ahead import SOON_DAYS, troubles
from broadcast.station.bulletins import waiting_after_stop
from broadcast.station.desk.airsnext import next_airings, unreleased_among
from broadcast.station.keydays import about_keys
from broadcast.station.overview import Overview, idle_scripts, music_ahead, sessions_from
from broadcast.station.readable import Readable, tampered
from broadcast.station.remote import Status
from broadcast.station.standings import unreleased_ahead
from broadcast.station.unready import advice_on, has_faults
from broadcast.station.verdict import Tomorrow, Verdict, headline, lines_of


class Mends(StrEnum):
    """Where, on a console, a concern is mended."""

    FACTS = "facts"
    SCRIPT = "script"
    RELEASE = "release"
    FILES = "files"
    DUTY = "duty"
    CLOCK = "clock"
    LOUDSPEAKER = "loudspeaker"
    TIMETABLE = "timetable"
    BULLETINS = "bulletins"
    LOG = "log"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One thing that somebody has to see to."""

    what: Message
    means: Message | None
    """What becomes of it where nobody does; None where `what` tells that."""
    mends: Mends
    script: ScriptId | None = None
    """The script that it is about; None for none."""


def concerns(seen: Readable, status: Status, tomorrow: Tomorrow | None) -> tuple[Concern, ...]:
    """List what a person has to see to, the most pressing first; empty where all is well.

    Takes long (tenths of a second): the days ahead are dealt, and the log is looked through. No cart is read
    through, nothing is written.
    """
    found = [*_of_player(status)]
    if seen.warning is not None:
        means = tell("Máy phát theo bản tốt gần nhất; sửa xong tệp thì máy tự nạp lại.")
        found.append(Concern(what=seen.warning, means=means, mends=Mends.FILES))
    if (changed := tampered(seen.home)) is not None:
        means = tell("Xuất nhật ký để giữ, rồi báo người phụ trách; máy vẫn phát và vẫn ghi tiếp.")
        found.append(Concern(what=changed, means=means, mends=Mends.LOG))
    found += [*_accounts(seen), *_bulletins(seen)]
    if seen.overview is not None:
        found += _of_ward(seen.overview, status)
    if tomorrow is not None and tomorrow.verdict is not Verdict.GO and tomorrow.day >= status.now.date():
        first = next(iter(lines_of(tomorrow)), None)
        found.append(Concern(what=headline(tomorrow), means=first, mends=Mends.MACHINE))
    return tuple({str(one.what): one for one in found}.values())


def _of_player(status: Status) -> Iterator[Concern]:
    if status.doubt is not None:
        why = tell("Không phát vì đồng hồ chưa tin được: {why}", why=status.doubt)
        means = tell("Chưa xác nhận thì không buổi nào phát. Xem giờ trên máy có đúng không, đúng thì xác nhận.")
        yield Concern(what=why, means=means, mends=Mends.CLOCK)
    if status.device is not None:
        means = tell("Chưa có loa thì không buổi nào ra tiếng. Xem dây cắm, âm-li và nguồn của loa.")
        yield Concern(what=tell("Loa chưa phát được: {why}", why=status.device), means=means,
                      mends=Mends.LOUDSPEAKER)  # fmt: skip
    if status.quiet is not None:
        means = tell("Bà con nghe nhỏ, hoặc không nghe thấy. Vặn to trở lại ở phần âm thanh của máy.")
        yield Concern(what=Message(status.quiet), means=means, mends=Mends.LOUDSPEAKER)
    if status.log is not None:
        means = tell("Dọn bớt đĩa (broadcast cache --prune): không ghi được thì không có bằng chứng đã phát.")
        yield Concern(what=Message(status.log), means=means, mends=Mends.LOG)
    if not status.held and (session := status.owed.session if status.owed else status.next_session) is not None:
        means = tell("Buổi “{name}” {time} sẽ không phát.", name=session.name,
                     time=f"{session.at:%H:%M %d/%m}")  # fmt: skip
        yield Concern(what=tell("Chưa có ai trực"), means=means, mends=Mends.DUTY)


def _accounts(seen: Readable) -> Iterator[Concern]:
    try:
        read_accounts(seen.home)
    except DiskError as error:
        yield Concern(what=error.what, means=error.fix, mends=Mends.MACHINE)


def _bulletins(seen: Readable) -> Iterator[Concern]:
    try:
        held = [one for one in waiting_after_stop(seen) if one.held]
    except BroadcastError:  # the page of bulletins tells why they cannot be read
        return
    for one in held:
        means = tell("Lệnh dừng đã giữ bản tin này lại; có người cho phát thì mới phát.")
        yield Concern(what=tell("Bản tin đang giữ lại: {name}", name=one.name), means=means, mends=Mends.BULLETINS)


def _of_ward(overview: Overview, status: Status) -> Iterator[Concern]:
    today, nearest = status.now.date(), status.next_session
    sessions = sessions_from(overview, today, SOON_DAYS)
    yield from _unready(overview, today, sessions)
    yield from _unreleased(overview, sessions, nearest)
    for fault in troubles(overview.ward, today):
        yield Concern(what=fault.what, means=fault.fix, mends=Mends.TIMETABLE)
    if has_faults(overview.ward):
        what = tell("Thư mục của phường có lỗi; bài có lỗi không phát.")
        yield Concern(what=what, means=tell("Xem: broadcast check"), mends=Mends.FILES)
    for told in (*about_keys(overview), *(music_ahead(overview, nearest) if nearest is not None else ())):
        yield Concern(what=told, means=None, mends=Mends.MACHINE)


def _unready(overview: Overview, today: date, sessions: list[Session]) -> Iterator[Concern]:
    """What the scripts of the coming days lack, those that wait for their turn among them."""
    asked = dict.fromkeys(cue.script for session in sessions if session.is_to_air for cue in session.cues)
    for days in range(SOON_DAYS):
        asked |= dict.fromkeys(idle_scripts(overview, today + timedelta(days=days)))
    for script in asked:
        unready = overview.ward.of(script)
        if not isinstance(unready, Unready):
            continue
        title = overview.ward.title(script)
        if unready.facts:
            what = tell("Thiếu dữ kiện: {facts}", facts=", ".join(unready.facts))
            means = tell("“{title}” sẽ bị bỏ qua cho đến khi điền.", title=title)
            yield Concern(what=what, means=means, mends=Mends.FACTS, script=script)
        else:
            what = tell("“{title}” chưa phát được: {why}", title=title, why=unready.why)
            yield Concern(what=what, means=advice_on(unready), mends=Mends.SCRIPT, script=script)


def _unreleased(overview: Overview, sessions: list[Session], nearest: Session | None) -> Iterator[Concern]:
    waiting = unreleased_among(overview, sessions)
    if waiting:
        coming = next_airings(overview)
        first = min((coming[one] for one in waiting if one in coming), default=None)
        yield Concern(what=_waiting(len(waiting), first), means=tell("Chưa duyệt thì không phát."),
                      mends=Mends.RELEASE)  # fmt: skip
    elif nearest is not None:
        told = unreleased_ahead(overview, nearest)
        if len(told) > 1:
            told = (tell("{count} bài chưa duyệt, buổi {at} vẫn phát", count=len(told), at=f"{nearest.at:%H:%M}"),)
        for one in told:
            yield Concern(what=one, means=tell("Nghe rồi duyệt trước giờ phát."), mends=Mends.RELEASE)


def _waiting(count: int, first: datetime | None) -> Message:
    if first is None:
        return tell("{count} bài chờ duyệt", count=count)
    return tell("{count} bài chờ duyệt, sớm nhất phát {moment}", count=count, moment=f"{first:%H:%M %d/%m}")
