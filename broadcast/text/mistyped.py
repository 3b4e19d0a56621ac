"""An announcement's text -> what was typed over or wrongly, so that a number, a time or a name in it is none.

A sign in the place of a figure (`2_/11/2026`, `1?h30`, `###### đồng`), noughts for an amount, an hour that no
clock has, a program's own words (`Lỗi! Không tìm thấy nguồn tham chiếu.`).
"""

import re

_COUNTED = r"(?:đồng|nghìn|triệu|tỷ|hộ|người|suất|đại\sbiểu|cháu|học\ssinh)\b"

MISTYPED = re.compile(
    rf"""
      \blúc\sgiờ(?=\s?[.,;]|\sngày\b)                                   # lúc giờ ngày tháng 12
    | \b(?:là|tiền|mức)\sđồng(?=\s(?:mỗi|cho)\b|\s?[.;])                      # số tiền là đồng mỗi hộ
    | \btừ\sngày\sđến\b
    | \bngày\s(?:\d[_?*]{{1,2}}|[_?*]\d)/\d{{1,2}}                          # ngày 2_/11/2026
    | \b\d{{1,2}}/\d{{1,2}}/\d{{4}}/\d{{1,4}}\b
    | (?<![\w?])(?:\d\?|\?\d?)h(?:\d{{2}})?\b                               # 1?h30
    | (?<![\w?])\?\d{{1,3}}\s{_COUNTED} | (?<![\w.,])\d{{1,9}}\?\s(?-i:{_COUNTED})   # ?00 hộ, 500? hộ
    | \(tên\s(?:chủ\shộ|người\s\w{{1,9}}|đơn\svị|cơ\squan|tổ|thôn|phường|đường)\)
    | (?<![\w.])0\d{{2,4}}[. ]?\*{{2,4}}(?:[. ]?\*{{2,4}}){{0,2}} | \b0\d{{8,10}}x\b   # 0912.***.***
    | (?<![\w.,])0{{1,3}}(?:\.000){{1,3}}\s?(?:đồng|đ)\b                      # 000.000 đồng
    | (?<![\w.,*#])[*#]{{2,9}}(?:\.000){{0,3}}\s{_COUNTED}                     # ###### đồng
    | (?<!\S)_{{1,9}}\s?%
    | (?<![\w.,])\d[.,]\d{{1,9}}(?-i:E)[+-]?\d{{1,2}}\b                       # 1,5E+06, of a spreadsheet
    | \d\s?~~\s?\d
    | \blỗi!\s(?:không\stìm\sthấy\snguồn\stham\schiếu|(?:thẻ|chỗ|dấu)\s(?:đánh\sdấu|trang)\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Each match is bounded, so a text is read in linear time."""
NO_HOUR = re.compile(r"(?<![\w.,])(?:(?:2[5-9]|[3-9]\d)h\d{2}|(?:[01]?\d|2[0-4])h[6-9]\d)(?![\w])")
"""`25h30`, `19h75`."""
