"""A script -> its sentences one by one, as its announcer reads them, and which of them were read already."""

from dataclasses import dataclass

from broadcast.base.errors import UsageRefused, tell
from broadcast.library.shelves import Shelves
from broadcast.library.takeshelf import OwnTake, is_damaged
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId
from broadcast.station.assembly import StationWith
from broadcast.station.unready import error_of
from broadcast.ward.announcer import OwnReading, own_reading, sentences_of
from broadcast.ward.folder import read_out
from broadcast.ward.readings import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a script."""

    number: int
    """In the script, from 1."""
    words: str
    """As they are spoken."""
    written: str
    """As the script has it, in one line."""
    take: OwnTake | None
    """As somebody of the ward has read it; None where nobody has."""
    is_damaged: bool
    """It was read, and its file cannot be believed any more."""


def sentences(station: StationWith[Shelves], id_: ScriptId) -> tuple[Sentence, ...]:
    """List the sentences of a script in their order.

    Raises WardError, as `preview` does, where the script is not ready to be read, UsageRefused where a recording
    airs in place of its words.
    """
    prepared = station.ward.of(id_)
    if isinstance(prepared, Unready):
        raise error_of(tell("Chưa đọc được bài này: {why}.", why=prepared.why), prepared, station.ward, id_)
    if prepared.script.recording is not None:
        raise UsageRefused(
            tell("Bài này phát tệp thu sẵn {name}, không có câu nào để đọc.", name=prepared.script.recording),
            tell("Muốn tự đọc từng câu thì bỏ dòng recording ở đầu bài."),
        )
    said, reading = sentences_of(prepared), of_announcer(station, id_)
    return tuple(
        Sentence(
            number=number,
            words=words,
            written=" ".join(prepared.text[utterance.start : utterance.end].split()),
            take=take,
            is_damaged=take is None and is_damaged(station.home, words),
        )
        for number, (words, utterance, take) in enumerate(
            zip(said, prepared.spoken.utterances, reading.takes, strict=True), start=1
        )
    )


def of_announcer(station: StationWith[Shelves], id_: ScriptId) -> OwnReading:
    """Find how much of a script the ward's announcer has read; of one that is not ready, nothing."""
    use, prepared = station.ward.playlist.voice.announcer, read_out(station.ward, id_)
    if not isinstance(prepared, Prepared):
        return OwnReading(script=id_, takes=(), use=use)
    return own_reading(station.home, id_, prepared, use)
