"""A reading's kind -> its name for the reader: the rule that a deputy chair sees beside what was changed."""

from broadcast.base.errors import Message, tell
from broadcast.text.spokentext import Kind

_NAMES = {
    Kind.LEXICON: tell("từ điển của phường"),
    Kind.DOCUMENT: tell("số hiệu văn bản"),
    Kind.DATE: tell("ngày tháng"),
    Kind.TIME: tell("giờ"),
    Kind.RANGE: tell("khoảng số"),
    Kind.ROMAN: tell("số La Mã"),
    Kind.NUMBER: tell("số"),
    Kind.ORDINAL: tell("số thứ tự"),
    Kind.FRACTION: tell("phân số, gạch chéo"),
    Kind.PERCENT: tell("phần trăm"),
    Kind.MONEY: tell("tiền"),
    Kind.UNIT: tell("số đo"),
    Kind.PHONE: tell("số điện thoại"),
    Kind.ADDRESS: tell("số nhà, địa chỉ"),
    Kind.ROAD: tell("tên đường"),
    Kind.PLATE: tell("biển số xe"),
    Kind.ABBREVIATION: tell("chữ viết tắt"),
    Kind.LOAN: tell("từ nước ngoài"),
    Kind.INTERNET: tell("địa chỉ mạng"),
    Kind.LIST: tell("số đầu mục"),
    Kind.LETTER: tell("chữ cái"),
    Kind.SYMBOL: tell("ký hiệu"),
    Kind.CAPITALS: tell("chữ in hoa"),
    Kind.COUNT: tell("số trên tổng số"),
    Kind.CODE: tell("mã hiệu"),
    Kind.NAME: tell("tên riêng"),
    Kind.ACCOUNT: tell("số tài khoản, số thẻ"),
    Kind.UNMARKED: tell("chữ không dấu"),
    Kind.OLD_FONT: tell("phông chữ cũ"),
    Kind.SCORE: tell("tỷ số"),
    Kind.BLANK: tell("chỗ để trống"),
    Kind.UNKNOWN: tell("chưa biết đọc"),
}


def name_of(kind: Kind) -> Message:
    """Return the kind's name in a few words, as a label: `ngày tháng`, `chữ viết tắt`."""
    return _NAMES[kind]
