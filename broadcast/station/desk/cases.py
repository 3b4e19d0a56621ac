"""The ward's folder and its record -> what lies before whoever releases it, and what is done with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from broadcast.base.errors import BroadcastError, Message, WardError, tell
from broadcast.programme.approving import WRITTEN, Differences, differences, heard_by
from broadcast.programme.contents import canonical
from broadcast.programme.model import Cart, Unready
from broadcast.programme.released import Act, Contents, Deed, Purpose, Stand
from broadcast.programme.settings import Policy, ScriptId
from broadcast.record.journal import Journal
from broadcast.record.reading import record_at
from broadcast.station.assembly import today
from broadcast.station.desk.airsnext import next_airings
from broadcast.station.onrecord import journal_path
from broadcast.station.overview import Overview
from broadcast.station.readable import require_to_write
from broadcast.station.releases import Releases
from broadcast.station.sealing import Sealing
from broadcast.station.standings import policy_in_force
from broadcast.station.unready import error_of

Sign = Callable[[Act], str]
"""Signs a release: takes the act, whole but for its seal, and returns the seal; raises where nobody signs."""


def unsigned(_act: Act) -> str:
    """Return the seal of a named release: none."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One script before whoever releases it, as everything stands now."""

    script: ScriptId
    title: str
    stand: Stand
    cart: Cart | None
    """The sound it is about; None where there is none."""
    next: datetime | None
    """When a session that has it begins next; None where none of the coming days has it."""
    is_better: bool = False
    """A better voice than the released one has spoken it meanwhile, and waits for a release of its own."""
    acts: tuple[Act, ...] = ()
    """What persons have done with it, in the order of writing."""

    @property
    def contents(self) -> Contents | None:
        """Return what would be released; None where there is no sound of it."""
        return self.stand.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a person releases."""

    by: str
    note: str = ""
    until: date | None = None
    """The last day on which it may air; None: as the script's own header says."""
    purpose: Purpose = Purpose.AIR
    heard_elsewhere: str = ""
    """Why it need not have been heard here; empty where it must."""


# --- looking ---


def cases(overview: Overview, scripts: Sequence[ScriptId], *, afresh: bool = False) -> tuple[Case, ...]:
    """Put each script before whoever releases it; no sound is read through, and nothing is written.

    `afresh`: with the best sound there is of it, whatever was released. Raises JournalError where the record
    cannot be read.
    """
    coming = next_airings(overview)
    with record_at(journal_path(overview.home)) as record:
        releases = Releases(overview, record)
        cases_ = [_case(overview, releases, script, coming.get(script), afresh=afresh) for script in scripts]
        return tuple(replace(case, acts=record.releases(case.script)) for case in cases_)


def _case(
    overview: Overview, releases: Releases, script: ScriptId, coming: datetime | None, *, afresh: bool
) -> Case:
    stand = releases.stand(script, today(overview), afresh=afresh)
    cart = overview.library.told(stand.now.cart) if stand.now is not None else None
    return Case(
        script=script,
        title=overview.ward.title(script),
        stand=stand,
        cart=cart,
        next=coming,
        is_better=stand.is_released and not afresh and releases.offered(script) is not None,
    )


def changed_since_release(overview: Overview, case: Case) -> Differences | None:
    """Compare the script with its last release; None where there was none, or there is no sound of it now."""
    if case.stand.release is None or case.contents is None:
        return None
    return differences(case.stand.release, case.contents, _written(overview, case.script))


def _written(overview: Overview, script: ScriptId) -> str:
    known = overview.ward.scripts.get(script)
    return known.written.text if known is not None and known.written is not None else ""


# --- releasing ---


def is_to_release(case: Case, terms: Terms) -> bool:
    """Whether there is something to release: it is not released already, or not on those terms."""
    if not case.stand.is_released or case.stand.release is None or case.stand.release.contents is None:
        return True
    if terms.purpose is not Purpose.AIR:
        return False
    return case.contents is not None and case.stand.release.contents.last != _last_day(case.contents, terms)


def why_not(overview: Overview, case: Case, terms: Terms) -> BroadcastError | None:
    """Say what keeps a script from being released on those terms, with what to do; None where nothing does."""
    prepared = overview.ward.of(case.script)
    if isinstance(prepared, Unready):
        what = tell("Chưa duyệt được bài “{title}”: {why}.", title=case.title, why=prepared.why)
        return error_of(what, prepared, overview.ward, case.script)
    if case.contents is None:
        return WardError(
            tell(
                "Chưa duyệt được bài “{title}”: {why}.",
                title=case.title,
                why=case.stand.why or tell("chưa tạo tiếng"),
            ),
            _listen_first(case, terms),
        )
    last = _last_day(case.contents, terms)
    if last is not None and last < today(overview):
        return WardError(tell("Chưa duyệt được bài “{title}”: ngày cuối được phát {day} đã qua.",
                              title=case.title, day=f"{last:%d/%m/%Y}"))  # fmt: skip
    if terms.heard_elsewhere or heard_by(case.acts, case.contents, terms.by) is not None:
        return None
    return WardError(
        tell("Chưa duyệt được bài “{title}”: {by} chưa nghe hết bản này.", title=case.title, by=terms.by),
        _listen_first(case, terms),
    )


def _listen_first(case: Case, terms: Terms) -> Message:
    return tell('Nghe đến hết: broadcast preview {script} --by "{by}". Đã nghe bản này ở nơi khác thì thêm:'
                ' --heard-elsewhere "nghe ở đâu, lúc nào"', script=case.script, by=terms.by)  # fmt: skip


def _last_day(contents: Contents, terms: Terms) -> date | None:
    days = [day for day in (contents.last, terms.until) if day is not None]
    return min(days, default=None)


def release(overview: Overview, those: Sequence[Case], terms: Terms, sign: Sign = unsigned) -> tuple[Act, ...]:
    """Release every one of those cases, each under its own seal; all of them or none. Return the releases.

    `overview` is read after the person has answered: what is another than in `those` by now is refused. Raises
    WardError where one may not be released, JournalError where the record does not take them, and what `sign`
    raises.
    """
    require_to_write(overview.home, tell("duyệt bài"))
    _refuse_changed(overview, [case for case in those if case.contents is not None])
    for case in those:  # also why there is nothing to release
        if (error := why_not(overview, case, terms)) is not None:
            raise error
    now = overview.clock.now()
    with Journal(journal_path(overview.home)) as journal:
        first = journal.next_act()
        acts = [
            _sealed(_release_of(overview, case, terms, now, first + number), sign)
            for number, case in enumerate(those)
        ]
        _refuse_doubted(Sealing(overview.home, overview.ward.playlist.release, journal), acts)
        return journal.release_all(acts, now)


def _refuse_doubted(sealing: Sealing, acts: Sequence[Act]) -> None:
    """Refuse releases whose seal nobody would believe afterwards."""
    for act in acts:
        if (why := sealing.doubted(act)) is not None:
            raise WardError(
                tell("Chưa duyệt được: {why}.", why=why),
                tell("Phường này chỉ nhận lần duyệt có chữ ký: thêm --key TỆP_KHOÁ. Xem: broadcast keys list"),
            )


def _refuse_changed(overview: Overview, those: Sequence[Case]) -> None:
    """Refuse what is no longer what the person has seen."""
    with record_at(journal_path(overview.home)) as record:
        releases = Releases(overview, record)
        for case in those:
            found = [releases.contents(case.script, afresh=afresh) for afresh in (False, True)]
            known = [canonical(one.fields) for one in found if isinstance(one, Contents)]
            if case.contents is None or canonical(case.contents.fields) not in known:
                raise WardError(
                    tell("Bài “{title}” vừa đổi trong lúc duyệt, nên chưa duyệt bài nào.", title=case.title),
                    tell("Nghe lại bản mới rồi duyệt: broadcast preview {script}", script=case.script),
                )


def _release_of(overview: Overview, case: Case, terms: Terms, now: datetime, number: int) -> Act:
    contents = case.contents
    if contents is None:  # why_not has refused it
        raise WardError(tell("chưa tạo tiếng"))
    more: dict[str, object] = {WRITTEN: _written(overview, case.script)}
    if terms.heard_elsewhere:
        more["heard_elsewhere"] = terms.heard_elsewhere
    return Act(
        deed=Deed.RELEASED,
        script=case.script,
        by=terms.by,
        at=now,
        number=number,
        note=terms.note,
        contents=replace(contents, purpose=terms.purpose, last=_last_day(contents, terms)),
        more=more,
    )


def _sealed(act: Act, sign: Sign) -> Act:
    return replace(act, seal=sign(act))


def is_required(overview: Overview) -> bool:
    """Whether nothing airs in this ward without a release."""
    return policy_in_force(overview).policy is Policy.REQUIRED
