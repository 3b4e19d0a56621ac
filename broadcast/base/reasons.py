"""An error of the system -> why it happened, in the words of the person at the station."""

import errno

from broadcast.base.errors import BroadcastError, Message, tell

_BY_NUMBER = {
    errno.EACCES: tell("không có quyền"),
    errno.EPERM: tell("không có quyền"),
    errno.ENOENT: tell("không có tệp hay thư mục ấy"),
    errno.EEXIST: tell("đã có tệp cùng tên"),
    errno.ENOTDIR: tell("một phần của đường dẫn không phải thư mục"),
    errno.EISDIR: tell("đó là một thư mục"),
    errno.ENOTEMPTY: tell("thư mục còn tệp bên trong"),
    errno.ENOSPC: tell("ổ đĩa đã đầy"),
    errno.EDQUOT: tell("đã dùng hết phần ổ đĩa được cấp"),
    errno.EFBIG: tell("tệp quá lớn"),
    errno.EROFS: tell("ổ đĩa chỉ cho đọc"),
    errno.ENAMETOOLONG: tell("tên tệp quá dài"),
    errno.ELOOP: tell("đường dẫn tắt trỏ vòng về chính nó"),
    errno.EIO: tell("ổ đĩa bị lỗi khi đọc, ghi"),
    errno.ENXIO: tell("thiết bị không còn ở đó"),
    errno.ENODEV: tell("thiết bị không còn ở đó"),
    errno.EBUSY: tell("đang có chương trình khác dùng"),
    errno.ETXTBSY: tell("đang có chương trình khác dùng"),
    errno.EAGAIN: tell("đang bận, chưa dùng được"),
    errno.EMFILE: tell("chương trình đang mở quá nhiều tệp"),
    errno.ENFILE: tell("máy đang mở quá nhiều tệp"),
    errno.ENOMEM: tell("máy hết bộ nhớ"),
    errno.EXDEV: tell("hai nơi thuộc hai ổ đĩa khác nhau"),
    errno.EINVAL: tell("tên hoặc giá trị không hợp lệ"),
    errno.ENOEXEC: tell("tệp không chạy được"),
    errno.ESTALE: tell("ổ đĩa mạng đã mất kết nối"),
    errno.ECONNREFUSED: tell("bên kia không nhận kết nối"),
    errno.ECONNRESET: tell("bên kia ngắt kết nối"),
    errno.EPIPE: tell("bên kia không nhận nữa"),
    errno.EADDRINUSE: tell("chỗ ấy đang có chương trình khác dùng"),
    errno.ENETUNREACH: tell("không có mạng"),
    errno.EHOSTUNREACH: tell("không tới được máy ấy"),
    errno.ETIMEDOUT: tell("chờ lâu quá không thấy trả lời"),
}
_BY_WORDS = (
    ("readonly database", tell("không có quyền ghi, hoặc ổ đĩa chỉ cho đọc")),
    ("unable to open database", tell("không mở được tệp")),
    ("is full", tell("ổ đĩa đã đầy")),
    ("disk i/o", tell("ổ đĩa bị lỗi khi đọc, ghi")),
    ("is locked", tell("đang có chương trình khác dùng")),
    ("malformed", tell("tệp bị hỏng")),
    ("not a database", tell("tệp không phải là nhật ký")),
)


def reason_of(error: BaseException | None) -> Message:
    """Tell why the system refused; an error of ours in its own words. Never in the system's language.

    The number of what has no words of ours stays, for whoever looks it up.
    """
    if isinstance(error, BroadcastError):
        return error.what
    number = error.errno if isinstance(error, OSError) else None
    if number in _BY_NUMBER:
        return _BY_NUMBER[number]
    written = str(error).lower()
    known = next((message for words, message in _BY_WORDS if words in written), None)
    if known is not None:
        return known
    if number:
        return tell("lỗi số {number} của hệ thống", number=number)
    return tell("hệ thống báo lỗi {kind}", kind=type(error).__name__)
