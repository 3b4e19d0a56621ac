"""The ward's scripts -> rows for whoever writes and releases them: campaign, state, length, when and how often."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from threading import Lock, Thread

from broadcast.base.errors import BroadcastError, JournalError, Message, tell
from broadcast.programme.model import Reason, Unready
from broadcast.programme.released import Stand, Standing
from broadcast.programme.settings import Playlist, ScriptId
from broadcast.station.desk.airsnext import airings_ahead
from broadcast.station.desk.cases import Case, cases
from broadcast.station.onrecord import journal_path
from broadcast.station.overview import Overview
from broadcast.ward.ahead import estimate

_WEEK = timedelta(days=7)
_BETWEEN = timedelta(minutes=1)
"""After so long the list is read anew, though nothing was written: a session has begun, a day is over."""


class State(StrEnum):
    """What a script waits for, or that it waits for nothing."""

    WAITING = "waiting"
    RETURNED = "returned"
    MISSING_FACT = "missing_fact"
    DOUBTFUL = "doubtful"
    FAULTY = "faulty"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DRAFT = "draft"
    RELEASED = "released"
    UNKNOWN = "unknown"
    """The record cannot be read."""


STATE_NAMES = {
    State.WAITING: tell("Chờ duyệt"),
    State.RETURNED: tell("Trả lại"),
    State.MISSING_FACT: tell("Thiếu dữ kiện"),
    State.DOUBTFUL: tell("Chưa chắc cách đọc"),
    State.FAULTY: tell("Có lỗi"),
    State.WITHDRAWN: tell("Đã rút"),
    State.EXPIRED: tell("Hết hạn"),
    State.DRAFT: tell("Nháp"),
    State.RELEASED: tell("Đã duyệt"),
    State.UNKNOWN: tell("Chưa rõ tình trạng"),
}
_BY_REASON = {
    Reason.MISSING_FACT: State.MISSING_FACT,
    Reason.DOUBTFUL_READING: State.DOUBTFUL,
    Reason.FAULTY_SCRIPT: State.FAULTY,
}
_BY_STANDING = {
    Standing.DRAFT: State.DRAFT,
    Standing.WAITING: State.WAITING,
    Standing.RELEASED: State.RELEASED,
    Standing.RETURNED: State.RETURNED,
    Standing.WITHDRAWN: State.WITHDRAWN,
    Standing.EXPIRED: State.EXPIRED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedScript:
    """One script in the list."""

    case: Case
    state: State
    why: Message | None
    """What it waits for; None where it waits for nothing."""
    seconds: float
    """How long it sounds; 0 where that cannot be told: it has not all its words."""
    is_estimate: bool
    """No sound of it is made yet: its length is reckoned from its words."""
    a_week: int
    """How often it airs in the coming seven days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The scripts of one phase or campaign, or of a folder that none of them has."""

    name: str
    scripts: tuple[ListedScript, ...]


def state_of(case: Case, prepared: object) -> State:
    """Say in one word what a script waits for; `prepared`: what the ward knows of it, an Unready where it is."""
    if isinstance(prepared, Unready) and prepared.reason in _BY_REASON:
        return _BY_REASON[prepared.reason]
    return _BY_STANDING[case.stand.standing]


def listed(overview: Overview) -> tuple[Group, ...]:
    """List every script of the ward by phase, campaign or folder; no sound is read through.

    Where the record cannot be read, the state of a script is what its own text tells, else UNKNOWN, and why.
    """
    groups: dict[str, list[ListedScript]] = {name: [] for _, name in homes(overview.ward.playlist)}
    for one in _rows(overview, sorted(overview.ward.readings)):
        groups.setdefault(_group_of(overview.ward.playlist, one.case.script), []).append(one)
    return tuple(Group(name=name, scripts=tuple(those)) for name, those in groups.items() if those)


def _rows(overview: Overview, scripts: Sequence[ScriptId]) -> Iterator[ListedScript]:
    try:
        often, those = _often(overview), cases(overview, scripts)
    except JournalError as error:
        yield from (_listed(overview, _unknown(overview, script, error.what), None) for script in scripts)
        return
    yield from (_listed(overview, case, often.get(case.script, 0)) for case in those)


def _often(overview: Overview) -> dict[ScriptId, int]:
    """How often each script airs in the coming seven days."""
    now, often = overview.clock.now(), dict[ScriptId, int]()
    for at, script in airings_ahead(overview):
        often[script] = often.get(script, 0) + (at <= now + _WEEK)
    return often


def _unknown(overview: Overview, script: ScriptId, why: Message) -> Case:
    stand = Stand(standing=Standing.WAITING, why=why)
    return Case(script=script, title=overview.ward.title(script), stand=stand, cart=None, next=None)


def _listed(overview: Overview, case: Case, a_week: int | None) -> ListedScript:
    """`a_week` None: the record cannot be read."""
    state = state_of(case, overview.ward.of(case.script))
    if a_week is None and state is State.WAITING:
        state = State.UNKNOWN
    is_whole = not isinstance(overview.ward.of(case.script), Unready)
    reckoned = estimate(overview.ward, case.script).total_seconds() if is_whole else 0.0
    return ListedScript(
        case=case,
        state=state,
        why=case.stand.why if state is not State.RELEASED else None,
        seconds=case.cart.seconds if case.cart is not None else reckoned,
        is_estimate=case.cart is None,
        a_week=a_week or 0,
    )


def homes(playlist: Playlist) -> Iterator[tuple[str, str]]:
    """Yield each folder below scripts/ that a phase or a campaign has, and its name, as playlist.yaml has them."""
    for phase in playlist.phases:
        yield phase.scripts_in, phase.name
    for campaign in playlist.campaigns:
        for phase in campaign.phases:
            if phase.scripts_in != campaign.folder:
                yield phase.scripts_in, f"{campaign.name} – {phase.name}"
        yield campaign.folder, campaign.name


def _group_of(playlist: Playlist, script: ScriptId) -> str:
    """The phase or campaign in whose folder it lies, the innermost one; else the folder itself."""
    above = [(folder, name) for folder, name in homes(playlist) if script.startswith(f"{folder}/")]
    folder = script.rpartition("/")[0]
    return max(above, key=lambda home: len(home[0]), default=("", folder or "scripts"))[1]


class Listing:
    """The list of one ward, read anew when its files or its record have changed; many browsers share it."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._lock = Lock()
        self._key: tuple[object, ...] = ()
        self._groups: tuple[Group, ...] = ()
        self._reading = Lock()

    def groups(self, overview: Overview) -> tuple[Group, ...]:
        """Return the list as it is now."""
        key = _state(overview)
        with self._reading:
            if key != self._key:
                groups = listed(overview)
                with self._lock:
                    self._key, self._groups = key, groups
            return self._groups

    def group_of(self, overview: Overview, script: ScriptId) -> str:
        """Return the name of the phase, campaign or folder that the script is listed under."""
        return _group_of(overview.ward.playlist, script)

    def waiting(self, overview: Overview) -> int:
        """Count the scripts that wait for a release and air soon, as last read; what is new is read meanwhile."""
        if _state(overview) != self._key and not self._reading.locked():
            Thread(target=self._read, args=(overview,), name="listing", daemon=True).start()
        with self._lock:
            return sum(_waits(one) for group in self._groups for one in group.scripts)

    def _read(self, overview: Overview) -> None:
        try:
            self.groups(overview)
        except (BroadcastError, OSError):  # told on the page of the list
            return


def _waits(one: ListedScript) -> bool:
    return one.state is State.WAITING and (one.case.next is not None or bool(one.case.acts))


def _state(overview: Overview) -> tuple[object, ...]:
    """What is the same while the list is."""
    path, now = journal_path(overview.home), overview.clock.now()
    return overview.stamp, *map(_changed, _files(path)), _minute(now)


def _files(path: Path) -> Sequence[Path]:
    return path, path.with_name(f"{path.name}-wal")


def _changed(path: Path) -> int:
    """When the file was written; an empty one that whoever reads the log makes beside it counts as none."""
    try:
        state = path.stat()
    except OSError:
        return 0
    return state.st_mtime_ns if state.st_size else 0


def _minute(now: datetime) -> int:
    return int(now.timestamp() // _BETWEEN.total_seconds())
