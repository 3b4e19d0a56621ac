"""An Unready -> the error that a command ends with: whose business it is, and what to do about it."""

from broadcast.base.errors import BroadcastError, DiskError, Message, WardError, tell
from broadcast.programme.model import Reason, Unready

_ADVICE = {
    Reason.MISSING_FACT: tell("Điền dữ kiện còn thiếu vào mục facts trong playlist.yaml."),
    Reason.DOUBTFUL_READING: tell("Ghi cách đọc vào lexicon.yaml; xem: broadcast check"),
    Reason.FAULTY_SCRIPT: tell("Xem: broadcast check"),
    Reason.NO_SPEECH: tell("Xem các giọng đọc: broadcast doctor"),
    Reason.BAD_SOUND: tell("Xem lại tên tệp ở mục sound trong playlist.yaml, hoặc ở đầu bài."),
    Reason.DISK: tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục."),
}


def error_of(what: Message, unready: Unready) -> BroadcastError:
    """Make the error that `what` tells: the machine's where the disk took no sound, else the ward's files'."""
    kind = DiskError if unready.reason is Reason.DISK else WardError
    return kind(what, advice_on(unready))


def advice_on(unready: Unready) -> Message | None:
    """Return what to do about it; None where there is nothing to advise."""
    return _ADVICE.get(unready.reason)
