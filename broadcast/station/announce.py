"""A script, or a few words -> a bulletin, made here and handed to the running player."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from broadcast.base.errors import MachineError, UsageRefused, WardError, tell
from broadcast.playout.control.channel import ask
from broadcast.production.orders import Order
from broadcast.programme import airtime
from broadcast.programme.model import CueId, Override, Unready, Urgency
from broadcast.programme.settings import ScriptId
from broadcast.station.station import ProgressWatcher, Station
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
    """Make the bulletin's cart here, then hand it to the running player; what the player answers.

    Raises WardError where it cannot be spoken, UsageRefused where the rules do not allow it now or the player
    refuses it, and MachineError where no player runs.
    """
    if override is None and urgency is Urgency.EMERGENCY:
        _refuse_emergency(station)
    id_ = station.ward.find(script) if script is not None else _write_down(station, text or "", urgency)
    with station.production(progress) as production:
        cart = production.make(Order(cue=CueId(f"bulletin/{id_}"), script=id_))
    if isinstance(cart, Unready):
        raise WardError(tell("Chưa phát được bản tin này: {why}.", why=cart.why))
    answer = ask(
        station.home / "journal",
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


def _refuse_emergency(station: Station) -> None:
    why = airtime.refusal(station.ward.playlist.airtime, station.clock.now())
    if why is not None:
        raise UsageRefused(
            tell("Không phát lúc này: {why}.", why=why),
            tell('Bản tin khẩn cấp được phát ngoài giờ khi ghi rõ lý do: --reason "lý do"'),
        )


def _write_down(station: Station, text: str, urgency: Urgency) -> ScriptId:
    """A script that stands in no file. Raises FaultsFound."""
    id_ = ScriptId(f"ban-tin/{urgency}")
    script = read_script(f"scripts/{id_}.md", f"---\ntitle: {tell('Bản tin')}\n---\n{text}\n".encode())
    prepared = prepare(script, station.ward.playlist.facts, station.ward.lexicon)
    station.ward = replace(station.ward, prepared={**station.ward.prepared, id_: prepared})
    return id_
