"""`broadcast record`: a person of the ward reads a script aloud, sentence by sentence, at the microphone."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import BadSound, DeviceError, DiskError, UsageRefused, tell
from broadcast.base.words import number, said, words
from broadcast.cli.asking import on_a_terminal
from broadcast.cli.command import OneLine, argument, command, option
from broadcast.cli.completing import scripts
from broadcast.cli.face import Face, clock_length, spoken_length
from broadcast.cli.keys import ENTER, Keys
from broadcast.cli.usage import INTERRUPTED

if TYPE_CHECKING:
    from broadcast.programme.settings import ScriptId
    from broadcast.station.overview import Overview
    from broadcast.station.readaloud import Finished, MeterReading, Microphone
    from broadcast.station.sentences import Sentence
    from broadcast.station.station import Station

_SIDE = 5
"""How far what is written and what is spoken stand to the right of their names."""
_BAR = 30
_BESIDE_THE_BAR = 32
"""Columns for the clock, the level and a warning."""
_LOWEST_DB = -60.0
_LOUD_DB = -3.0
"""A peak this high is nearly too much: the bar says so while there is time."""


@command("Tự đọc một bài bằng giọng của mình, từng câu một, ở micro của máy này; không ra loa phường.")
@argument("script", metavar="BÀI", shell_complete=scripts)
@option("--list", "listed", is_flag=True, help="Chỉ kê: câu nào đã đọc, câu nào chưa.")
@option("--all", "again", is_flag=True, help="Đọc lại cả những câu đã đọc.")
@option("--sentence", type=click.IntRange(1, 999), metavar="SỐ", help="Chỉ đọc câu thứ mấy.")
@option("--by", type=OneLine(), metavar="TÊN", default="", help="Ai đọc.")
@click.pass_obj
def record(home: Path, script: str, listed: bool, again: bool, sentence: int | None, by: str) -> int:
    """Ask for each sentence that was not read yet, and keep what is read; exit 130 where it was ended early."""
    from broadcast.station.overview import look_at
    from broadcast.station.sentences import sentences

    overview, face = look_at(home), Face()
    id_ = overview.ward.find(script)
    face.line(f"{overview.ward.title(id_)} · {id_}", "bold")
    all_ = sentences(overview, id_)
    if listed:
        _list(face, overview, id_, all_)
        return 0
    wanted = _wanted(all_, again, sentence)
    if not wanted:
        face.line(words("√ Câu nào cũng đã đọc. Đọc lại một câu: --sentence SỐ; đọc lại hết: --all"), "green")
        return 0
    if not on_a_terminal():
        raise UsageRefused(
            tell("Đọc bài cần người ngồi trước máy: lệnh này phải gõ ở cửa sổ lệnh."),
            tell("Xem câu nào đã đọc thì thêm --list."),
        )
    return _read_aloud(face, overview, id_, wanted, len(all_), by)


def _wanted(all_: "Sequence[Sentence]", again: bool, number: int | None) -> "list[Sentence]":
    if number is not None:
        if number > len(all_):
            raise UsageRefused(tell("Bài này chỉ có {count} câu.", count=len(all_)))
        return [all_[number - 1]]
    once = {one.words: one for one in reversed(all_)}  # said twice in a script, it is read once
    return [one for one in all_ if one is once[one.words] and (again or one.take is None)]


def _list(face: Face, overview: "Overview", id_: "ScriptId", all_: "Sequence[Sentence]") -> None:
    from broadcast.station.sentences import of_announcer
    from broadcast.ward.announcer import in_words

    for one in all_:
        sign, style, state = "○", "", words("chưa đọc")
        if one.take is not None:
            sign, style = "√", "green"
            state = f"{one.take.read:%d/%m/%Y} · {clock_length(one.take.seconds)}"
            state += f" · {one.take.by}" if one.take.by else ""
        elif one.is_damaged:
            sign, style, state = "!", "yellow", words("tệp hỏng, phải đọc lại")
        face.line(f"  {sign} {one.number:>3}  {one.written}  ({state})", style)
    if (told := in_words(of_announcer(overview, id_))) is not None:
        face.line(words("Bài này {how}.", how=told))
    else:
        face.line(words("Chưa câu nào được đọc."))


def _read_aloud(
    face: Face, overview: "Overview", id_: "ScriptId", wanted: "Sequence[Sentence]", of: int, by: str
) -> int:
    from broadcast.station.readaloud import microphone
    from broadcast.station.remote import what_sounds
    from broadcast.station.station import station_of

    station = station_of(overview)
    if what_sounds(overview.home) is not None:
        face.note(words("! Đài đang phát. Nếu loa ở cùng phòng thì micro sẽ thu cả tiếng loa."), "yellow")
    kept, code = 0, 0
    with microphone(station) as opened, Keys() as keys:
        face.note(words("Micro: {name}. Mỗi câu: Enter để bắt đầu, đọc xong Enter để dừng.", name=opened.name))
        reader = _Reader(face, keys, station, opened, id_, by)
        try:
            for one in wanted:
                kept += reader.read(one, of)
        except (_Leaving, EOFError):
            code = 0
        except KeyboardInterrupt:
            code = INTERRUPTED
        finally:
            _tell_kept(face, id_, kept, len(wanted) - kept)
    return code


def _tell_kept(face: Face, id_: "ScriptId", kept: int, left: int) -> None:
    if left:
        face.line(words("Đã giữ {kept} câu, còn {left} câu. Lần sau gõ lại lệnh này là đọc tiếp.",
                        kept=kept, left=left))  # fmt: skip
    else:
        face.line(
            words("√ Đã giữ {kept} câu. Nghe cả bài: broadcast preview {script}", kept=kept, script=id_), "green"
        )


class _Leaving(Exception):  # an answer: whoever reads has enough for today
    pass


class _Reader:
    """Somebody at the microphone, with the keys of the terminal."""

    def __init__(
        self, face: Face, keys: Keys, station: "Station", microphone: "Microphone", script: "ScriptId", by: str
    ) -> None:
        self._face, self._keys, self._station = face, keys, station
        self._microphone, self._script, self._by = microphone, script, by

    @property
    def _width(self) -> int:
        """Columns for the bar; a full line would begin another."""
        return min(_BAR + _BESIDE_THE_BAR, self._face.err.width - 1)

    def read(self, sentence: "Sentence", of: int) -> bool:
        """Have one sentence read until it is kept or passed over; tell whether it was kept."""
        self._show(sentence, of)
        take: Finished | None = None
        choice = self._asked_to_begin()
        while True:
            match choice:
                case "record":
                    take = self._recorded(sentence)
                case "hear" if take is not None:
                    self._sound(take)
                case "keep" if take is not None and self._is_kept(sentence, take):
                    return True
                case "pass":
                    return False
            choice = self._asked_what_then(take)

    def _show(self, sentence: "Sentence", of: int) -> None:
        from rich.text import Text

        face = self._face
        face.note()
        face.note(words("Câu {number}/{of}", number=sentence.number, of=of), "bold")
        face.note(Text.assemble((words("viết "), "bright_black"), sentence.written), hang=_SIDE)
        face.note(Text.assemble((words("đọc  "), "bright_black"), (sentence.words, "bold")), hang=_SIDE)
        if sentence.is_damaged:
            face.note(words("! Câu này đã đọc, nhưng tệp bị hỏng."), "yellow")

    def _asked_to_begin(self) -> str:
        self._face.note(words("[Enter] bắt đầu   [b] bỏ qua   [t] thoát"))
        return self._choice({ENTER: "record", "b": "pass"})

    def _asked_what_then(self, take: "Finished | None") -> str:
        self._keys.forget()  # an Enter that sprang back keeps nothing unheard
        if take is None:
            self._face.note(words("[Enter] đọc lại   [b] bỏ qua   [t] thoát"))
            return self._choice({ENTER: "record", "d": "record", "b": "pass"})
        self._face.note(words("[Enter] giữ   [n] nghe lại   [d] đọc lại   [b] bỏ qua   [t] thoát"))
        try:
            return self._choice({ENTER: "keep", "g": "keep", "n": "hear", "d": "record", "b": "pass"})
        except _Leaving:
            self._face.note(words("Câu vừa đọc chưa giữ: lần sau đọc lại câu ấy."))
            raise

    def _choice(self, known: dict[str, str]) -> str:
        while (key := self._keys.pressed()) not in known:
            if key == "t":
                raise _Leaving
        return known[key]

    def _recorded(self, sentence: "Sentence") -> "Finished | None":
        """Record the sentence and judge it; None where it has to be read again."""
        from broadcast.station.readaloud import finished, listen, longest_s

        most_s = longest_s(sentence.words)
        try:
            sound = listen(self._microphone, self._goes_on, most_s)
            self._wipe()
            if sound.seconds >= most_s:
                self._face.note(words("! Thu đến {length} mà chưa có Enter, nên máy tự dừng.",
                                      length=spoken_length(most_s)), "yellow")  # fmt: skip
            take = finished(sound, sentence.words)
        except (BadSound, DeviceError) as error:
            self._wipe()
            self._face.problem("× " + said(error.what))
            if error.fix is not None:
                self._face.note(said(error.fix))
            return None
        self._face.note(words("{length} giây · đỉnh {peak} dBFS",
                              length=number(take.sound.seconds, 1), peak=number(take.peak, 1)))  # fmt: skip
        for remark in take.remarks:
            self._face.note("! " + said(remark), "yellow")
        return take

    def _goes_on(self, heard: "MeterReading") -> bool:
        length = min(_BAR, max(0, self._width - _BESIDE_THE_BAR))
        filled = round(length * min(1.0, max(0.0, 1 - heard.level / _LOWEST_DB)))
        bar = "█" * filled + "░" * (length - filled)
        loud = words(" to quá") if heard.peak > _LOUD_DB else ""
        line = f"● {clock_length(heard.seconds)} {bar} {number(heard.level, 0)} dBFS{loud}"
        self._face.err.print(f"{line:<{self._width}}", end="\r", style="red" if loud else None)
        return self._keys.pressed(0) != ENTER

    def _wipe(self) -> None:
        self._face.err.print(" " * self._width, end="\r")

    def _sound(self, take: "Finished") -> None:
        from broadcast.station.preview import sound_out

        try:
            sound_out(self._station, take.sound, lambda: self._keys.pressed(0) == "")
        except DeviceError as error:
            self._face.error(error)

    def _is_kept(self, sentence: "Sentence", take: "Finished") -> bool:
        """Keep it; False where the disk does not take it: whoever makes room on it need not read it again."""
        from broadcast.station.readaloud import keep

        try:
            keep(self._station, self._script, sentence, take, self._by)
        except DiskError as error:
            self._face.error(error)
            return False
        self._face.note(words("√ Đã giữ câu {number}.", number=sentence.number), "green")
        return True
