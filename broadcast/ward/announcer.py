"""A script's sentences and the ward's own takes of them -> which takes air, and what is told of that."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.base.reasons import reason_of
from broadcast.library.takeshelf import FOLDER, OwnTake, find_take, is_damaged, shut_out
from broadcast.programme.settings import ScriptId
from broadcast.programme.voice import Announcer
from broadcast.ward.folder import Ward
from broadcast.ward.readings import Prepared

_MAY_LOOK = tell("Cho tài khoản chạy chương trình quyền xem thư mục takes.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReading:
    """How much of one script the ward's announcer has read."""

    script: ScriptId
    takes: tuple[OwnTake | None, ...]
    """One for each utterance of the script, in order; None where it was not read."""
    use: Announcer
    """When they air, by playlist.yaml."""

    @property
    def read(self) -> int:
        """Count the sentences that were read."""
        return sum(take is not None for take in self.takes)

    @property
    def is_whole(self) -> bool:
        """Whether every sentence was read, and there is one."""
        return self.read == len(self.takes) > 0

    @property
    def airs_alone(self) -> bool:
        """Whether the script airs in the announcer's voice from beginning to end."""
        return self.is_whole and self.use is not Announcer.OFF

    @property
    def airs_mixed(self) -> bool:
        """Whether some sentences air in the announcer's voice, and an engine says the others."""
        return self.use is Announcer.MIX and 0 < self.read < len(self.takes)

    @property
    def is_begun(self) -> bool:
        """Whether some of it was read for this very script, and not for another that shares a sentence."""
        return any(take is not None and take.script == self.script for take in self.takes)


def own_reading(home: Path, id_: ScriptId, prepared: Prepared, use: Announcer) -> OwnReading:
    """Find the ward's own takes of a script, each verified; a script with a recording has no sentences.

    `home`: the ward's folder; `use`: as playlist.yaml says. A damaged take counts as not read.
    """
    return OwnReading(
        script=id_, takes=tuple(find_take(home, sentence) for sentence in sentences_of(prepared)), use=use
    )


def sentences_of(prepared: Prepared) -> tuple[str, ...]:
    """List the words of each utterance that somebody could read; none where a script has a recording."""
    return tuple(one.text for one in prepared.spoken.utterances) if prepared.script.recording is None else ()


def in_words(reading: OwnReading) -> Message | None:
    """Tell how much of a script the announcer has read, and whether it airs; None where nothing was read."""
    read, of = reading.read, len(reading.takes)
    if not read:
        return None
    if reading.use is Announcer.OFF:
        return tell("phát thanh viên đã đọc {read}/{of} câu, chưa dùng (announcer: off)", read=read, of=of)
    if reading.is_whole:
        return tell("đọc bằng giọng phát thanh viên, đủ {of} câu", of=of)
    if reading.use is Announcer.MIX:
        return tell("đọc bằng giọng phát thanh viên {read}/{of} câu, máy đọc các câu còn lại", read=read, of=of)
    return tell("phát thanh viên mới đọc {read}/{of} câu, nên máy đọc cả bài", read=read, of=of)


def announcer_faults(ward: Ward) -> Iterator[Fault]:
    """List, as warnings at a script's file, what keeps a reading that was begun from airing whole.

    Nothing is told where the ward does not use its announcer's takes.
    """
    use = ward.playlist.voice.announcer
    if use is not Announcer.OFF and (why := shut_out(ward.home)) is not None:
        what = tell("không xem được thư mục này ({reason}), nên không câu nào phát thanh viên đã đọc được phát",
                    reason=reason_of(why))  # fmt: skip
        yield Fault(file=FOLDER, what=what, fix=_MAY_LOOK, level=Level.WARNING)
    for id_, prepared in ward.prepared.items() if use is not Announcer.OFF else ():
        if isinstance(prepared, Prepared):
            again = tell("Đọc những câu còn thiếu: broadcast record {script}", script=id_)
            for what in _troubles(ward.home, own_reading(ward.home, id_, prepared, use), prepared):
                yield Fault(file=prepared.script.file, what=what, fix=again, level=Level.WARNING)


def _troubles(home: Path, reading: OwnReading, prepared: Prepared) -> Iterator[Message]:
    damaged = sum(is_damaged(home, sentence) for sentence in sentences_of(prepared))
    if damaged:
        yield tell("{count} câu phát thanh viên đã đọc bị hỏng tệp, coi như chưa đọc", count=damaged)
    if reading.is_begun and not reading.is_whole and (told := in_words(reading)) is not None:
        yield told
