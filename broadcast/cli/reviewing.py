"""A script on the screen of whoever releases it: both sides, what has changed, how long it is, when it airs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from broadcast.base.words import said, words
from broadcast.cli.face import Face, long_date, moment, spoken_length, voice_name
from broadcast.cli.sides import show_sides
from broadcast.programme.approving import heard_by, told_apart
from broadcast.programme.model import Unready
from broadcast.programme.released import Standing
from broadcast.station.desk.cases import Case, Terms, changed_since_release
from broadcast.station.overview import reading

if TYPE_CHECKING:
    from broadcast.programme.approving import Edit
    from broadcast.programme.released import Act
    from broadcast.station.overview import Overview

STANDING_NAMES = {
    Standing.DRAFT: "nháp",
    Standing.WAITING: "chờ duyệt",
    Standing.RELEASED: "đã duyệt",
    Standing.RETURNED: "trả lại",
    Standing.WITHDRAWN: "đã rút",
    Standing.EXPIRED: "hết hạn",
}

_REFUSED = frozenset({Standing.RETURNED, Standing.WITHDRAWN, Standing.EXPIRED})
"""Where whoever releases has to know first what somebody said against it."""


def show_case(face: Face, overview: "Overview", case: Case, terms: Terms, *, is_new: bool) -> None:
    """Write to stdout all that whoever releases the script has to see; of one released already a line alone."""
    standing = words(STANDING_NAMES[case.stand.standing])
    face.line(f"{case.title} · {case.script} · {standing}", "bold")
    if case.stand.standing in _REFUSED and case.stand.why is not None:
        face.line("! " + said(case.stand.why), "yellow")
    release = case.stand.release
    if not is_new and release is not None:
        face.line(words("√ {release}; không đổi gì từ ấy.", release=told_release(release)), "green")
        return
    if not isinstance(reading(overview, case.script), Unready):
        show_sides(face, overview, case.script)
    _show_changes(face, overview, case)
    _show_length(face, case)
    face.line(_told_next(case))
    _show_heard(face, case, terms)
    face.line()


def told_release(release: "Act") -> str:
    """Return who released it, when, and under which number, in the reader's language."""
    return words("duyệt số {number}, {by}, {at}", number=release.number, by=release.by, at=moment(release.at))


def _show_changes(face: Face, overview: "Overview", case: Case) -> None:
    """What differs from the last released version; that there is none."""
    release, found = case.stand.release, changed_since_release(overview, case)
    face.line()
    if release is None:
        face.line(words("Bài này chưa ai duyệt lần nào."))
        return
    if found is None:
        return
    face.line(words("So với lần {release}:", release=told_release(release)), "bold")
    if not found.told:
        face.line("  " + words("không đổi gì."))
    for what in told_apart(found):
        face.line("  " + said(what), "yellow")
    for name, before, now in found.facts:
        face.line("  " + words("dữ kiện {name}: {before} → {now}",
                               name=name, before=before or "—", now=now or "—"), "yellow")  # fmt: skip
    for edit in found.lines:
        _show_lines(face, edit)
    for edit in found.spoken:
        face.line("  " + words("đọc: {before} → {now}", before=edit.before or "—", now=edit.now or "—"), "yellow")


def _show_lines(face: Face, edit: "Edit") -> None:
    """What was taken out and put in, a line each; where only white space differs, that is what is said."""
    before, now = edit.before.split(), edit.now.split()
    if before == now:
        face.line("  " + words("chỉ khác dấu cách hoặc xuống dòng: “{text}”", text=_opening(now)), "yellow")
        return
    for sign, style, text in (("-", "red", edit.before), ("+", "green", edit.now)):
        for line in text.splitlines():
            face.line(f"  {sign} {line}", style)


def _opening(those: Sequence[str], most: int = 8) -> str:
    """The first few of those words; where there are none, that nothing is written there."""
    if not those:
        return words("dòng trống")
    return " ".join(those[:most]) + ("…" if len(those) > most else "")


def _show_length(face: Face, case: Case) -> None:
    if case.cart is None:
        return
    face.line(words("Dài {length} · {voice}",
                    length=spoken_length(case.cart.seconds), voice=voice_name(case.cart.engine)))  # fmt: skip
    for one in (*case.cart.remarks, *case.cart.music):
        face.line("! " + said(one), "yellow")


def _told_next(case: Case) -> str:
    if case.next is None:
        return words("Hai tuần tới chưa có buổi nào phát bài này.")
    return words("Phát lần tới {time} {day}.", time=f"{case.next:%H:%M}", day=long_date(case.next.date()))


def _show_heard(face: Face, case: Case, terms: Terms) -> None:
    heard = heard_by(case.acts, case.contents, terms.by) if case.contents is not None else None
    if heard is not None:
        face.line(words("{by} đã nghe hết bản này lúc {at}.", by=heard.by, at=moment(heard.at)))
    elif terms.heard_elsewhere:
        face.line(words("! {by} nghe ở nơi khác: {why}", by=terms.by, why=terms.heard_elsewhere), "yellow")


def tell_released(face: Face, those: Sequence[Case], acts: "Sequence[Act]") -> None:
    """Write to stdout each release: its number, its code, until when, and when it airs next."""
    for case, act in zip(those, acts, strict=True):
        contents = act.contents
        code = contents.code if contents is not None else ""
        face.line(
            words(
                "√ Đã duyệt số {number}: “{title}”, bản {code}. {next}",
                number=act.number,
                title=case.title,
                code=code,
                next=_told_next(case),
            ),
            "green",
        )
        if contents is not None and contents.last is not None:
            face.line("  " + words("Được phát đến hết ngày {day}.", day=f"{contents.last:%d/%m/%Y}"))
