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
    "Sửa giờ, ngày của buổi, hoặc khung giờ ở mục airtime. Buổi này sẽ không phát.": tell(
        "Để vậy thì buổi này không phát. Ở trang Lịch: dời giờ, hoặc cho nghỉ buổi ấy."
    ),
    "Sửa giờ phát bù, hoặc khung giờ ở mục airtime. Lỡ buổi này thì không phát bù trọn được.": tell(
        "Lỡ buổi này thì không phát bù trọn được. Nhờ người trông coi máy sửa giờ phát bù."
    ),
    "Bớt một buổi của ngày ấy, hoặc tăng max_sessions ở mục airtime (chỉ một ngày thì ở exceptions). "
    "Để vậy thì buổi này không phát.": tell(
        "Để vậy thì buổi này không phát. Ở trang Lịch: cho nghỉ bớt một buổi của ngày ấy."
    ),
    "Bớt bài, hoặc sửa mục airtime. Để vậy thì bỏ: {titles}.": tell(
        "Để vậy thì bỏ: {titles}. Nhờ người trông coi máy bớt bài hoặc sửa khung giờ."
    ),
    "Chưa đổi gì. Số buổi một ngày ghi ở max_sessions, mục airtime trong playlist.yaml.": tell(
        "Chưa đổi gì. Muốn phát nhiều buổi hơn trong một ngày: nhờ người trông coi máy sửa quy định giờ phát."
    ),
    "Chưa đổi gì. Giờ được phát và ngày nghỉ ghi ở mục airtime trong playlist.yaml.": tell(
        "Chưa đổi gì. Chọn giờ khác, hoặc nhờ người trông coi máy sửa quy định giờ phát, ngày nghỉ."
    ),
    "Ghi tên bài vào mục play của một buổi trong playlist.yaml.": tell(
        "Thêm bài vào một ngày ở trang Lịch; muốn phát thường xuyên thì nhờ người trông coi máy ghi vào lịch."
    ),
    "Viết rõ ra bằng chữ, hoặc thêm cách đọc vào lexicon.yaml: {lines}": tell(
        "Viết rõ ra bằng chữ. Muốn máy nhớ cách đọc thì thêm vào từ điển đọc (lexicon.yaml): {lines}"
    ),
    "Điền dữ kiện còn thiếu vào mục facts của playlist.yaml.": tell("Điền dữ kiện còn thiếu ở trang Dữ kiện."),
    "Dọn bớt đĩa (broadcast cache --prune): không ghi được thì không có bằng chứng đã phát.": tell(
        "Nhờ người trông coi máy dọn bớt đĩa: không ghi được thì không có bằng chứng đã phát."
    ),
    "Xem: broadcast check": tell("Xem bài nào có lỗi ở trang Bài."),
}
"""By the template of what the terminal is advised."""


def on_a_page(fix: Message | None) -> Message | None:
    """Return what is advised on a page where a terminal is advised `fix`; the same where that holds for both."""
    instead = _INSTEAD.get(fix.template) if fix is not None else None
    return Message(instead.template, fix.values) if fix is not None and instead is not None else fix
