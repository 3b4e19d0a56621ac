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
from broadcast.station.station import ProgressWatcher, Station, production_of
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

    The answer has the bulletin's `id`, and in `hold` why it does not sound at once, None where it does.

    The words are those of `script`, or of `text` where that is None. `times` is how often it airs, `expires` how
    long the player may still begin it. Raises WardError where the bulletin cannot be made (UnknownScript,
    FaultsFound in `text`), UsageRefused where the airtime rules do not allow an emergency without `override`, or
    the player refuses it; MachineError where no player runs.
    """
    if override is None and urgency is Urgency.EMERGENCY:
        _refuse_emergency(station)
    if script is not None:
        id_ = station.ward.find(script)
    else:
        id_ = ScriptId(f"ban-tin/{urgency}")
        station = _with_words(station, id_, text or "")
    with production_of(station, progress) as production:
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


def _with_words(station: Station, id_: ScriptId, text: str) -> Station:
    """The station with one script more, which stands in no file. Raises FaultsFound."""
    script = read_script(f"scripts/{id_}.md", f"---\ntitle: {tell('Bản tin')}\n---\n{text}\n".encode())
    prepared = prepare(script, station.ward.playlist.facts, station.ward.lexicon)
    return replace(station, ward=replace(station.ward, prepared={**station.ward.prepared, id_: prepared}))
