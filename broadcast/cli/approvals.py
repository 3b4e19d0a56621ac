"""`broadcast approvals`: which scripts are released, which wait, and what will be silent."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.words import said, words
from broadcast.cli.command import as_json, command, option
from broadcast.cli.day import stand_fields
from broadcast.cli.face import Face, moment
from broadcast.cli.reviewing import STANDING_NAMES
from broadcast.programme.released import Standing
from broadcast.programme.settings import Policy

if TYPE_CHECKING:
    from broadcast.station.desk.cases import Case

_ORDER = {
    Standing.WAITING: ("○", "yellow"),
    Standing.RETURNED: ("×", "yellow"),
    Standing.WITHDRAWN: ("■", "red"),
    Standing.EXPIRED: ("!", "yellow"),
    Standing.RELEASED: ("√", ""),
    Standing.DRAFT: ("─", "bright_black"),
}
"""In the order of the list: what somebody has to see to comes first."""

_TO_SEE_TO = frozenset({Standing.WAITING, Standing.WITHDRAWN, Standing.EXPIRED})


@command("Bài nào chờ duyệt, đã duyệt, trả lại, đã rút, hết hạn; ai duyệt, đến bao giờ, bài nào sẽ không phát.")
@option("--all", "every", is_flag=True, help="Kể cả bài chưa ai đụng đến mà hai tuần tới cũng không phát.")
@as_json
@click.pass_obj
def approvals(home: Path, every: bool, as_json: bool) -> None:
    """List the scripts by how they stand, on the screen or as JSON; all of them with --all."""
    from broadcast.station.desk.cases import cases
    from broadcast.station.overview import look_at
    from broadcast.station.standings import policy_in_force

    overview, face = look_at(home), Face()
    found = [
        case
        for case in cases(overview, sorted(overview.ward.scripts))
        if every or case.acts or case.next is not None
    ]
    policy = policy_in_force(overview).policy
    required = policy is Policy.REQUIRED
    if as_json:
        face.json("broadcast.approvals/1", policy=policy.value,
                  scripts=[_as_fields(case, required) for case in found])  # fmt: skip
        return
    for standing in _ORDER:
        _show(face, standing, [case for case in found if case.stand.standing is standing], required)
    _say_next(face, [case for case in found if case.stand.standing in _TO_SEE_TO], required)
    if not found:
        face.line(words("Hai tuần tới chưa có bài nào phát. Xem mọi bài: broadcast approvals --all"))
    elif not required:
        face.line(words("! Phường này chưa đòi duyệt (policy: advisory): bài chưa duyệt vẫn phát."), "yellow")


def _say_next(face: Face, those: "Sequence[Case]", required: bool) -> None:
    """What whoever releases has to type for the first of those; nothing where there are none."""
    if not those:
        return
    if required:
        face.line(words("Chưa duyệt thì không phát. Nghe hết, rồi duyệt:"))
    else:
        face.line(words("Nghe hết, rồi duyệt:"))
    by = words("Họ tên")
    face.line(f'  broadcast preview {those[0].script} --by "{by}"')
    face.line(f'  broadcast approve {those[0].script} --by "{by}"')
    if len(those) > 1:
        face.line(words("Cả ngày mai thì thay tên bài bằng --day mai, một buổi thì thêm --session BUỔI."))


def _show(face: Face, standing: Standing, those: "Sequence[Case]", required: bool) -> None:
    sign, style = _ORDER[standing]
    if not those:
        return
    face.line(words("{standing}: {count} bài", standing=words(STANDING_NAMES[standing]), count=len(those)), "bold")
    for case in those:
        face.line(f"  {sign} {case.title} · {case.script}", style)
        for line in _told(case, required):
            face.line(f"      {line}", hang=6)
    face.line()


def _told(case: "Case", required: bool) -> list[str]:
    """What is to be said of a script below its title, a line each."""
    told, release = [], case.stand.release
    if case.stand.is_released and release is not None and release.contents is not None:
        last = release.contents.last
        until = words(", đến hết {day}", day=f"{last:%d/%m/%Y}") if last is not None else ""
        told.append(
            words(
                "số {number}, bản {code}, {by}, {at}{until}",
                number=release.number,
                code=release.contents.code,
                by=release.by,
                at=moment(release.at),
                until=until,
            )
        )
    elif case.stand.why is not None:
        told.append(said(case.stand.why))
    if case.is_better:
        told.append(words("đã có bản giọng tốt hơn, chờ duyệt; nghe: broadcast preview {script} --better",
                          script=case.script))  # fmt: skip
    if case.next is not None:
        at = moment(case.next)
        silent = words("buổi {at} sẽ không có bài này", at=at) if _is_silent(case, required) else ""
        told.append(silent or words("phát lần tới {at}", at=at))
    return told


def _is_silent(case: "Case", required: bool) -> bool:
    """Whether its next session will be without it, as things stand."""
    if case.next is None or case.stand.is_released:
        return False
    return required or case.stand.standing in (Standing.WITHDRAWN, Standing.DRAFT)


def _as_fields(case: "Case", required: bool) -> dict[str, Any]:
    contents = case.stand.release.contents if case.stand.is_released and case.stand.release is not None else None
    return {
        "script": case.script,
        "title": case.title,
        **stand_fields(case.stand),
        "until": contents.last.isoformat() if contents is not None and contents.last is not None else None,
        "next": case.next.isoformat() if case.next is not None else None,
        "will_be_silent": _is_silent(case, required),
        "better_voice": case.is_better,
    }
