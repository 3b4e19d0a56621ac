"""`broadcast aircheck`: a recording of the loudspeaker, held against the script that it should have said."""

from pathlib import Path

import click

from broadcast.base.errors import tell
from broadcast.base.words import number, words
from broadcast.cli.airheard import as_fields, at_loudspeaker
from broadcast.cli.command import argument, as_json, command
from broadcast.cli.completing import scripts
from broadcast.cli.face import Face
from broadcast.programme.airheard import AirHeard, HowHeard
from broadcast.programme.model import Unready

NOT_WHOLE = 4
_SIGNS = {
    HowHeard.CLEAR: ("√", "green"),
    HowHeard.PARTLY: ("■", "yellow"),
    HowHeard.UNSURE: ("!", "yellow"),
    HowHeard.NOT_HEARD: ("×", "red"),
    HowHeard.NO_MICROPHONE: ("○", "yellow"),
}


@command("Nghe kiểm: bản thu ở loa (điện thoại, máy ghi âm) có đúng bài ấy không, rõ đến đâu, mất chỗ nào.")
@argument("recording", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="TỆP")
@argument("script", metavar="BÀI", shell_complete=scripts)
@as_json
@click.pass_obj
def aircheck(home: Path, recording: Path, script: str, as_json: bool) -> int:
    """Hold a recording of the loudspeaker against a script's cart; exit 4 where not all was heard clearly."""
    from broadcast.station.hearfile import cart_to_hear, heard_in_file
    from broadcast.station.station import open_station
    from broadcast.station.unready import error_of

    station, face = open_station(home), Face()
    id_ = station.ward.find(script)
    cart = cart_to_hear(station, id_)
    if isinstance(cart, Unready):
        raise error_of(tell("Chưa nghe kiểm được: {why}.", why=cart.why), cart, station.ward, id_)
    heard = heard_in_file(station, recording, cart)
    if as_json:
        face.json("broadcast.aircheck/1", script=id_, **as_fields(heard))
    else:
        face.line(f"{station.ward.title(id_)} · {id_}", "bold")
        _show(face, heard)
    return 0 if heard.how is HowHeard.CLEAR else NOT_WHOLE


def _show(face: Face, heard: AirHeard) -> None:
    sign, style = _SIGNS[heard.how]
    face.line(f"  {sign} {at_loudspeaker(heard)}", style)
    if heard.offset_s is not None:
        at, score = number(heard.offset_s, 1), number(heard.score, 2)
        face.line(
            words(
                "    bài bắt đầu ở giây {at} của bản thu; điểm {score} (từ 0,6 là nghe rõ, dưới 0,2 là không)",
                at=at, score=score,
            )
        )  # fmt: skip
