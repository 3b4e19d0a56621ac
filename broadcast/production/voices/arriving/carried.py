"""A file or a folder on this machine, such as a USB stick -> the two files of the voice in it, copied."""

import os
import stat
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from broadcast.base.errors import Message, SpeechError, UsageRefused, tell
from broadcast.base.onscreen import one_line
from broadcast.base.reasons import reason_of
from broadcast.library.voiceshelf import MOST_CONFIG, MOST_MODEL
from broadcast.library.voicestaging import Received, receive, refuse_without_room, too_large
from broadcast.production.voices.arriving.origin import MODEL

_PIECE = 1 << 20
_NAMED_AT_MOST = 10


class Carried:
    """A voice that somebody brought along; where it comes from is told as a path."""

    def __init__(self, model: Path) -> None:
        """Read nothing yet; `model` is its .onnx, as `carried` finds it."""
        self._model = model
        self.name = model.name[: -len(MODEL)]
        self.told = one_line(str(model.absolute()))  # a stick may be read in another alphabet than it was written

    def bring_config(self, into: Path) -> Received:
        """Copy its .onnx.json to `into`. Raises SpeechError where there is none, or it cannot be read."""
        config = self._model.with_name(f"{self._model.name}.json")
        if not os.path.lexists(config):
            raise SpeechError(
                tell("Bên cạnh {model} không có {config}, mà thiếu nó thì không đọc được.",
                     model=self._model.name, config=config.name),
                _where_the_config_is(self._model),
            )  # fmt: skip
        return _copied(config, into, MOST_CONFIG, beside=self._model_bytes())

    def bring_model(self, into: Path) -> Received:
        """Copy its .onnx to `into`. Raises SpeechError where it cannot be read, is no plain file or too large."""
        return _copied(self._model, into, MOST_MODEL)

    def _model_bytes(self) -> int:
        """For which there must be room too; 0 where that cannot be told: `bring_model` tells why."""
        try:
            return self._model.stat().st_size
        except OSError:
            return 0


def _where_the_config_is(model: Path) -> Message:
    name = f"{model.name}.json"
    for other in (
        f"{name}.txt",
        f"{model.stem}.json",
        f"{model.stem}.json.txt",
    ):  # as browsers and Notepad save it
        if os.path.lexists(model.with_name(other)):
            return tell("Có {other}: nếu là tệp ấy thì đổi tên thành {name} rồi cài lại.", other=other, name=name)
    return tell("Lấy đủ hai tệp từ nơi phát hành giọng, để cạnh nhau rồi cài lại.")


def carried(source: Path) -> Carried:
    """Find the voice that is meant by a .onnx file, the .onnx.json beside it, or a folder that holds one voice.

    Raises UsageRefused where there is no such file or folder, no voice in it or several, which are named.
    """
    if os.path.isdir(source):  # noqa: PTH112  # Path.is_dir raises where a folder above may not be entered
        return Carried(_only_one(source))
    if source.name.lower().endswith(f"{MODEL}.json"):
        source = source.with_name(source.name[: -len(".json")])
    if not os.path.lexists(source):
        raise UsageRefused(tell("Không thấy tệp hay thư mục {name}.", name=source), _where_to_look(source))
    if not source.name.lower().endswith(MODEL):
        raise UsageRefused(
            tell("{name} không phải tệp giọng: tệp giọng Piper có đuôi .onnx.", name=source.name or str(source)),
            tell("Ghi tên tệp .onnx, hoặc thư mục (USB) có tệp ấy."),
        )
    return Carried(source)


def _where_to_look(missing: Path) -> Message:
    model = missing.with_name(missing.name + MODEL) if missing.name else missing
    if os.path.lexists(model):
        return tell("Ý bạn là “{near}”?", near=model)
    return tell("Xem lại đường dẫn, có dấu cách thì đặt cả trong ngoặc kép; USB đã cắm chưa?")


def _only_one(folder: Path) -> Path:
    try:
        # a Mac puts a `._` file of its own beside each file of a stick
        found = sorted(
            one for one in folder.iterdir() if one.name.lower().endswith(MODEL) and not one.name.startswith(".")
        )
    except OSError as error:
        raise _unread(str(folder), error) from error
    if not found:
        raise UsageRefused(
            tell("Trong thư mục {folder} không có tệp .onnx nào.", folder=folder),
            tell("Chép hai tệp của giọng (.onnx và .onnx.json) vào đó, hoặc ghi rõ thư mục bên trong."),
        )
    if len(found) > 1:
        names = ", ".join(one.name for one in found[:_NAMED_AT_MOST])
        more = ", …" if len(found) > _NAMED_AT_MOST else ""
        raise UsageRefused(
            tell("Trong thư mục {folder} có {count} giọng: {names}.", folder=folder, count=len(found),
                 names=names + more),
            tell("Ghi rõ một tệp, ví dụ: broadcast voices install {file}", file=f'"{found[0]}"'),
        )  # fmt: skip
    return found[0]


def _copied(source: Path, into: Path, most: int, *, beside: int = 0) -> Received:
    """`beside`: bytes that are to come after it, for which there must be room as well."""
    try:
        # what is a pipe is not waited for
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        file = FileIO(os.open(source, flags), "rb")
    except OSError as error:
        raise _unread(source.name, error) from error
    with file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise SpeechError(
                tell("{name} là thư mục hoặc tệp đặc biệt, không phải tệp giọng.", name=source.name),
                tell("Ghi đúng tệp .onnx."),
            )
        if state.st_size > most:
            raise too_large(source.name, most)
        refuse_without_room(into, state.st_size + beside)
        return receive(_pieces(source.name, file), into, most=most)


def _pieces(name: str, file: FileIO) -> Iterator[bytes]:
    try:
        while piece := file.read(_PIECE):
            yield piece
    except OSError as error:
        raise _unread(name, error) from error


def _unread(name: str, error: OSError) -> SpeechError:
    return SpeechError(
        tell("Không đọc được {name} ({reason}), nên chưa cài.", name=name, reason=reason_of(error)),
        tell("Rút USB ra cắm lại, hoặc chép lại tệp rồi cài lại."),
    )
