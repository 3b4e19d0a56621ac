"""A voice of the shelf -> its files gone, the slip first: a kill leaves no voice, and never half of one."""

from pathlib import Path

from broadcast.base.errors import DiskError, tell
from broadcast.base.files import sync_folder
from broadcast.base.reasons import reason_of
from broadcast.library.voiceshelf import shelf, slip_path
from broadcast.library.voicestaging import shelf_held


def voice_files(home: Path, name: str) -> tuple[Path, ...]:
    """List the files of the voice `name` that are there, its slip in front.

    Without its slip it is no voice: a removal, or an installation, was ended in the middle. `name` must be one
    that `is_voice_name` takes.
    """
    model = shelf(home) / f"{name}.onnx"
    return tuple(
        one for one in (slip_path(home, name), model, model.with_name(f"{model.name}.json")) if one.is_file()
    )


def remove_voice(home: Path, name: str) -> int:
    """Delete the files of the voice `name`, its slip first; return the bytes freed.

    What was made in that voice stays in the library. Raises DiskError where a file cannot be deleted: once the
    slip is gone there is no such voice any more, and the same call again takes the rest. Raises as `shelf_held`.
    """
    with shelf_held(home):
        return _removed(home, name)


def _removed(home: Path, name: str) -> int:
    freed = 0
    for file in voice_files(home, name):
        try:
            size = file.stat().st_size
            file.unlink()
            sync_folder(file.parent)
        except OSError as error:
            raise DiskError(
                tell("Không xoá được {name} ({reason}).", name=file.name, reason=reason_of(error)),
                tell("Xem giọng ấy có đang được chương trình nào dùng, và quyền ghi thư mục; rồi gõ lại lệnh."),
            ) from error
        freed += size
    return freed
