"""The record, and the plan as the ward has it -> the report that the ward owes on its plan, in words and figures.

Every figure comes from the record alone. The ward's files tell what the record cannot: the plan's own words, who
issues the paper, and why a script that never aired still waits.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from broadcast.base.words import said, words
from broadcast.programme.model import Unready
from broadcast.programme.settings import Office, PlanOnPaper, ScriptId
from broadcast.record.planlines import Served, ServedLine, served
from broadcast.record.tallies import whole_seconds
from broadcast.station.overview import Overview
from broadcast.station.papers.lines import LogLines
from broadcast.station.papers.meant import Meant, campaign_of
from broadcast.station.papers.told import capital, full_length, listed, office_of, period, station_of
from broadcast.station.readable import Readable
from broadcast.ward.folder import Ward


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One line of the plan, as the report tells it; or, with an empty `basis`, all that serves none."""

    basis: str
    asked: str
    """The plan's own words; empty where the ward has not copied them."""
    scripts: tuple[str, ...]
    """Titles of the scripts that served it, or should have."""
    aired: int
    cut: int
    not_begun: int
    seconds: int
    """That sounded, rounded so that the lines add up to the report's sum."""
    sessions: str
    """In which, and in how many of each: `Buổi sáng (12); Buổi chiều (9)`."""
    days: int
    """On how many something of it sounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """Something of a line that did not air, or not to its end, and why."""

    basis: str
    what: str
    times: int
    """How often the record has it; 0: the record has no line of it, and the ward's files tell why."""
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that the report says."""

    station: str
    office: Office
    plan: str
    """The plan's name; empty where the ward has not told it."""
    about: str
    """The campaign or the days that it is about: `Tháng 10 năm 2025`."""
    lines: tuple[ReportLine, ...]
    shortfalls: tuple[Shortfall, ...]
    total: ReportLine
    sessions: int
    """In how many sessions and bulletins something sounded."""
    around_s: int
    """Seconds of openings and closings, which are in no line."""
    notes: tuple[str, ...]
    """What a reader should know of where the figures come from."""

    @property
    def summary(self) -> tuple[str, ...]:
        """Return the report's figures as whole sentences; what there was none of is not counted."""
        missed = self.total.not_begun
        told = [_aired(self.total, self.sessions)]
        if missed:
            told.append(words("Không phát được {count} lượt.", count=missed))
        elif self.total.aired + self.total.cut:
            told.append(words("Không có lượt nào bị lỡ."))
        if self.around_s:
            told.append(words("Nhạc và lời mở đầu, kết thúc các buổi: {length}, không tính vào các dòng dưới đây.",
                              length=full_length(self.around_s)))  # fmt: skip
        return tuple(told)


def _aired(total: ReportLine, sessions: int) -> str:
    length = full_length(total.seconds)
    if total.cut:
        return words(
            "Loa đã phát {aired} lượt trọn vẹn và {cut} lượt dở, trong {sessions} buổi của {days} ngày; "
            "tổng thời lượng {length}.",
            aired=total.aired, cut=total.cut, sessions=sessions, days=total.days, length=length,
        )  # fmt: skip
    if not total.aired:
        return words("Loa chưa phát lượt nào.")
    return words(
        "Loa đã phát {aired} lượt, lượt nào cũng trọn vẹn, trong {sessions} buổi của {days} ngày; "
        "tổng thời lượng {length}.",
        aired=total.aired, sessions=sessions, days=total.days, length=length,
    )  # fmt: skip


def read_report(lines: LogLines, campaign: str = "") -> Report:
    """Make the report on the days of `lines`, or on what served `campaign` on them.

    An airing serves a campaign where the record says so of its session, or where its script lies in the campaign's
    folder. Raises UsageRefused for a campaign that the ward does not have, JournalError where the log cannot be
    read.
    """
    seen = lines.seen
    known = campaign_of(seen, campaign) if campaign else None
    meant = Meant(campaign, known)
    ward = seen.overview.ward if seen.overview is not None else None
    found = served(
        (one for _, airings in lines.days() for one in airings if meant.has(one)),
        (meant.within(one) for one in lines.dealings()),
        _asked(ward, meant),
        basis_now=lambda id_: _basis(ward, id_),
        title_now=lambda id_: seen.title(ScriptId(id_)),
    )
    name = known.name if known is not None else campaign
    made = _report(seen, found, listed((name, said(period(*lines.span())))), meant)
    doubts = (words("Chưa tin được các số này: {why}.", why=said(why)) for why in lines.doubts())
    return replace(made, notes=(*made.notes, *doubts))


def _basis(ward: Ward | None, script: str) -> str:
    known = ward.scripts.get(ScriptId(script)) if ward is not None else None
    return known.basis if known is not None else ""


def _asked(ward: Ward | None, meant: Meant) -> tuple[str, ...]:
    """Every line of the plan that the ward's files know: those copied, and those that a script names.

    The plan that is copied is a campaign's own where one of its scripts names a line of it.
    """
    if ward is None:
        return ()
    around = {_basis(ward, id_) for id_ in (ward.playlist.opening, ward.playlist.closing) if id_}
    scripts = (one.basis for id_, one in ward.scripts.items() if meant.has_script(id_))
    named = [basis for basis in scripts if basis and basis not in around]
    copied = ward.playlist.plan.lines
    return tuple(dict.fromkeys((*(copied if meant.is_all or copied.keys() & named else ()), *named)))


def _report(seen: Readable, found: Served, about: str, meant: Meant) -> Report:
    ward = seen.overview.ward if seen.overview is not None else None
    plan = ward.playlist.plan if ward is not None else PlanOnPaper()
    seconds = whole_seconds([one.tally.length for one in found.lines])
    lines = tuple(_line(one, plan, length) for one, length in zip(found.lines, seconds, strict=True))
    total = ReportLine(
        basis="", asked=words("Cộng"), scripts=(), aired=found.total.aired, cut=found.total.cut,
        not_begun=found.total.not_begun, seconds=sum(seconds), sessions="",
        days=len(set().union(*(one.days for one in found.lines))),
    )  # fmt: skip
    return Report(
        station=station_of(seen),
        office=office_of(seen),
        plan=plan.name,
        about=about,
        lines=lines,
        shortfalls=tuple(_shortfalls(seen.overview, found, meant)),
        total=total,
        sessions=len({id_ for line in found.lines for ids in line.sessions.values() for id_ in ids}),
        around_s=round(found.around.length),
        notes=tuple(_notes(found, plan)),
    )


def _line(one: ServedLine, plan: PlanOnPaper, seconds: int) -> ReportLine:
    return ReportLine(
        basis=one.basis,
        asked=plan.lines.get(one.basis, "") if one.basis else words("Bài và bản tin không ghi dòng của kế hoạch"),
        scripts=tuple(dict.fromkeys(one.titles.values())),
        aired=one.tally.aired,
        cut=one.tally.cut,
        not_begun=one.tally.not_begun,
        seconds=seconds,
        sessions="; ".join(f"{name} ({len(ids)})" for name, ids in sorted(one.sessions.items(), key=_most_first)),
        days=len(one.days),
    )


def _most_first(session: tuple[str, set[str]]) -> tuple[int, str]:
    name, ids = session
    return -len(ids), name


def _shortfalls(overview: Overview | None, found: Served, meant: Meant) -> Iterator[Shortfall]:
    """Why some of each line did not air by the record; then what the record knows nothing of, by the files."""
    for line in found.lines:
        for reason in line.reasons.values():
            why = said(reason.why) if reason.why is not None else words("nhật ký không ghi lý do")
            yield Shortfall(basis=line.basis, what=capital(why), times=reason.times, last=reason.last)
        if not line.basis or line.tally.heard or line.reasons:
            continue
        waiting = [*_waiting(overview, line.basis, meant)] if overview is not None else []
        for what in waiting or [words("Chưa có bài nào cho dòng này.")]:
            yield Shortfall(basis=line.basis, what=what, times=0, last=None)


def _waiting(overview: Overview, basis: str, meant: Meant) -> Iterator[str]:
    """Why each script of that line is not on the air, as the ward's files are now."""
    ward = overview.ward
    for id_, script in ward.scripts.items():
        if script.basis == basis and meant.has_script(id_):
            known = ward.of(id_)
            if isinstance(known, Unready):
                yield words("“{title}”: {why} (theo tệp của phường lúc lập báo cáo).",
                            title=script.title, why=said(known.why))  # fmt: skip
            else:
                yield words("“{title}”: không có trong buổi nào của những ngày này.", title=script.title)


def _notes(found: Served, plan: PlanOnPaper) -> Iterator[str]:
    yield words(
        "Số liệu lấy từ nhật ký phát thanh của đài: chỉ tính tiếng đã ra tới thiết bị. Mỗi dòng ghi tròn giây, "
        "cộng lại đúng bằng tổng trong nhật ký."
    )
    if found.from_the_files:
        yield words(
            "{count} lượt do phiên bản cũ ghi, nhật ký không có dòng của kế hoạch: lấy theo các bài hiện nay.",
            count=found.from_the_files,
        )
    if not plan.lines:
        yield words("playlist.yaml chưa chép lời các dòng của kế hoạch (mục plan), nên ở đây chỉ ghi mã dòng.")
