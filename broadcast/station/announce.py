"""A script, or a few words -> a bulletin, made here and handed to the running player."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from broadcast.base.errors import MachineError, Message, UsageRefused, tell
from broadcast.playout.control.channel import ask
from broadcast.production.orders import Order
from broadcast.programme import airtime
from broadcast.programme.model import CueId, Override, Unready, Urgency
from broadcast.programme.settings import ScriptId
from broadcast.station.airing import refuse_now
from broadcast.station.overview import journal_folder
from broadcast.station.remote import moment_of_player
from broadcast.station.station import ProgressWatcher, Station, production_of
from broadcast.station.unready import error_of
from broadcast.ward.readings import prepare
from broadcast.ward.script import read_script


def announce(
    station: Station,
    script: str | None,
    text: str | None,
    *,
    urgency: Urgency,
    by: str,
    times: int,
    expires: timedelta,
    override: Override | None,
    progress: ProgressWatcher,
) -> Mapping[str, Any]:
    """Make a bulletin's cart here, hand it to the running player, and return what the player answers.

    Raises WardError where it cannot be spoken, UsageRefused where the rules do not allow it now, with all its
    repetitions, or the player refuses it, and MachineError where no player runs. The moment is the player's own;
    while the player does not believe its clock, the rules are left to it.
    """
    if script is not None:
        id_ = station.ward.find(script)
    else:
        id_ = ScriptId(f"ban-tin/{urgency}")
        station = _with_words(station, id_, text or "")
    if override is None:
        _refuse_what_the_player_would(station, urgency)  # before production has been waited for
    with production_of(station, progress) as production:
        cart = production.make(Order(cue=CueId(f"bulletin/{id_}"), script=id_))
    if isinstance(cart, Unready):
        raise error_of(tell("Chưa phát được bản tin này: {why}.", why=cart.why), cart)
    if override is None:
        _refuse_what_the_player_would(station, urgency, timedelta(seconds=cart.seconds), times)
    answer = ask(
        journal_folder(station.home),
        {
            "do": "announce", "urgency": urgency, "script": id_, "fingerprint": cart.fingerprint, "by": by,
            "times": times, "expires_s": expires.total_seconds(),
            "override": override.reason if override else None,
        },
    )  # fmt: skip
    if answer is None:
        raise MachineError(
            tell("Không có phiên nào đang trực để phát bản tin."), tell("Chạy trước: broadcast run")
        )
    if "error" in answer:
        raise UsageRefused(tell("Phiên đang trực không nhận bản tin này: {why}.", why=answer["error"]))
    return answer


def _refuse_what_the_player_would(
    station: Station, urgency: Urgency, length: timedelta = timedelta(), times: int = 1
) -> None:
    """A bulletin that the rules do not allow is given up at its turn: it does not wait for the allowed hours."""
    now, rules = moment_of_player(station.home), station.ward.playlist.airtime
    if now is None:
        return
    why = airtime.bulletin_refusal(rules, now.astimezone(station.ward.playlist.zone), length, times)
    refuse_now(why, _fix(urgency, too_long=length * times > rules.max_session))


def _fix(urgency: Urgency, *, too_long: bool) -> Message:
    if urgency is Urgency.EMERGENCY:
        return tell('Bản tin khẩn cấp được phát ngoài quy định khi ghi rõ lý do: --reason "lý do"')
    if too_long:
        return tell("Rút ngắn lời, hoặc bớt số lần phát (--times).")
    return tell("Đến khung giờ được phát thì chạy lại lệnh này: bản tin không tự chờ đến giờ đó.")


def _with_words(station: Station, id_: ScriptId, text: str) -> Station:
    """The station with one script more, which stands in no file. Raises FaultsFound."""
    script = read_script(f"scripts/{id_}.md", f"---\ntitle: {tell('Bản tin')}\n---\n{text}\n".encode())
    prepared = prepare(script, station.ward.playlist.facts, station.ward.lexicon)
    return replace(station, ward=replace(station.ward, prepared={**station.ward.prepared, id_: prepared}))
