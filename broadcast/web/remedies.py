"""What a terminal is advised where something was refused -> what there is to press on a page instead."""

from collections.abc import Mapping

from broadcast.base.errors import Message, tell

_INSTEAD: Mapping[str, Message] = {
    "Thêm giai đoạn mới, hoặc sửa ngày ở đây.": tell(
        "Nhờ người trông coi máy thêm giai đoạn hoặc đợt mới vào playlist.yaml. Cần phát ngay: thêm một buổi ở "
        "trang Lịch, hoặc phát bản tin."
    ),
    "Chạy trước: broadcast run": tell("Bấm Bắt đầu trực ở trang Hôm nay, rồi làm lại."),
    "Dừng phiên đó rồi chạy lại: broadcast run": tell("Tắt rồi mở lại phiên trực trên máy của đài."),
    "Cần loa im ngay: broadcast stop. Cần phát thêm: broadcast add": tell(
        "Cần loa im ngay: bấm DỪNG LOA NGAY. Cần phát thêm: thêm một buổi ở trang Lịch, hoặc phát bản tin."
    ),
    "Xem những thay đổi đang có: broadcast changes": tell("Xem những thay đổi đang có ở trang Lịch."),
    "Chưa đổi gì. Xem bài ấy còn thiếu gì: broadcast check": tell(
        "Chưa đổi gì. Xem bài ấy còn thiếu gì ở trang Bài."
    ),
    "Cho chờ lâu hơn (--expires), hoặc gửi ở mức cao hơn (--level).": tell(
        "Bấm “Sửa lời, làm lại”: cho chờ lâu hơn, hoặc chọn mức cao hơn."
    ),
    "Cho các lần cách xa nhau hơn: --every": tell("Bấm “Sửa lời, làm lại”: cho các lần cách xa nhau hơn."),
    "Bớt số lần, hoặc cho các lần cách xa nhau hơn.": tell(
        "Bấm “Sửa lời, làm lại”: bớt số lần, hoặc cho các lần cách xa nhau hơn."
    ),
    'Ví dụ: --by "Nguyễn Văn A" --second "Trần Thị B" --expires 30m': tell(
        "Người thứ hai đăng nhập bằng tên của mình, nghe rồi xác nhận."
    ),
}
"""By the template of what the terminal is advised."""


def on_a_page(fix: Message | None) -> Message | None:
    """Return what is advised on a page where a terminal is advised `fix`; the same where that holds for both."""
    return _INSTEAD.get(fix.template, fix) if fix is not None else None
