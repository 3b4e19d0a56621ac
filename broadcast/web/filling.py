"""What keeps a script silent, mended on its page: a fact that is missing, a word that nobody knows how to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import FaultsFound, Message, WardError, tell
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId
from broadcast.station.accounts import Role
from broadcast.station.editing import save_reading, text_of
from broadcast.station.live import Snapshot
from broadcast.station.overview import Overview, reading
from broadcast.station.saving import Conflict, Outcome, Refused, Saved
from broadcast.ward.readings import Prepared
from broadcast.web.desk import desk_of, field_of, person_of
from broadcast.web.facts import both, save_typed
from broadcast.web.page import back_to
from broadcast.web.routing import route
from broadcast.web.scriptpath import path_of_script, script_of
from broadcast.web.told import Word, as_before, not_on_record

_PLAYLIST, _LEXICON = "playlist.yaml", "lexicon.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A written form that somebody has to say the reading of."""

    written: str
    why: Message
    guess: str
    """Our reading of it; empty where there is none."""
    takes_line: bool
    """Whether a line of the ward's dictionary answers it."""
    advice: Message | None


def doubts_of(overview: Overview, id_: ScriptId) -> Sequence[Doubtful]:
    """List what of a script cannot be read for certain, each form once."""
    read = reading(overview, id_)
    return () if isinstance(read, Unready) else doubts_in(read)


def doubts_in(read: Prepared) -> Sequence[Doubtful]:
    """List what of a text that was read is not certain, each form once."""
    found: dict[str, Doubtful] = {}
    for one in read.spoken.doubts:
        form, _, guess = one.suggestion.rpartition(": ")
        takes_line = bool(form) and one.advice is None and not guess.startswith("[")
        found.setdefault(
            one.written,
            Doubtful(written=form.strip('"') if takes_line else one.written, why=one.why,
                     guess="" if "…" in guess or not takes_line else guess.strip('"'),
                     takes_line=takes_line, advice=one.advice),
        )  # fmt: skip
    return tuple(found.values())


def seen_files(home: Path) -> Mapping[str, str]:
    """Return the sha256 of playlist.yaml and lexicon.yaml as they are now; empty for one that is not there."""
    found = {}
    for name in (_PLAYLIST, _LEXICON):
        try:
            found[name] = text_of(home, name).sha256
        except WardError:
            found[name] = ""
    return found


def filled_in(request: Request) -> Response:
    """Take the value of a fact, and the document that it was taken from."""
    before, outcome = desk_of(request).live.snapshot(), save_typed(request)
    if isinstance(outcome, Conflict) and outcome.now is not None:
        return both(request, outcome.now.sha256)
    done = tell("Đã điền dữ kiện {name}.", name=field_of(request, "ten"))
    return _back(request, script_of(request), outcome, done, before)


def said_how(request: Request) -> Response:
    """Take how a word is read, for the ward's dictionary."""
    home, id_ = desk_of(request).home, script_of(request)
    written, spoken = field_of(request, "viet"), field_of(request, "doc")
    if not written or not spoken:
        return back_to(request, path_of_script(id_), Word(what=tell("Phải ghi cách đọc."), is_bad=True))
    seen, by = field_of(request, "thay") or None, person_of(request).name
    before, outcome = desk_of(request).live.snapshot(), save_reading(home, written, spoken, seen=seen, by=by)
    done = tell("Từ nay “{written}” đọc là “{spoken}”.", written=written, spoken=spoken)
    return _back(request, id_, outcome, done, before)


def _back(request: Request, id_: ScriptId, outcome: Outcome, done: Message, before: Snapshot) -> Response:
    """The way back to the script, with what became of it. Raises FaultsFound where it was refused."""
    desk_of(request).live.look_again()
    match outcome:
        case Refused(faults=faults):
            raise FaultsFound(faults)
        case Conflict():
            told = [Word(what=tell("Người khác vừa sửa tệp ấy, nên chưa ghi gì."),
                         fix=tell("Xem lại trang này rồi điền lại."), is_bad=True)]  # fmt: skip
        case Saved(unwritten=why):
            told = [Word(what=done), *not_on_record(why), *as_before(before, [id_])]
    return back_to(request, path_of_script(id_), *told)


ROUTES = [
    route("/bai/{id:path}/du-kien", filled_in, needs=Role.WRITE, methods=["POST"]),
    route("/bai/{id:path}/cach-doc", said_how, needs=Role.WRITE, methods=["POST"]),
]
