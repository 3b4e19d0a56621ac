"""An announcement's text -> the holes in it: where a number, a name or a place is missing between its neighbours.

Beside the signs that a form prints (unfilled.py), a clerk leaves plain dots (`đóng … đồng`), spaces
(`ngày   /11`), noughts (`00/11/2026`) and labels with nothing behind them (`Ông: , tổ 3`). Dots that end an
enumeration and spaces that slipped in are none: what stands on both sides decides.
"""

import re

from broadcast.text.patterns import lazily

_GAP = "[ \t\u00a0]"
_DOTS = r"(?:\.{2,4}(?!\.)|…{1,3})"
_NO_MONEY = (
    r"(?!\s(?:loạt|bào|thời|chí|hành|ruộng|bằng|ý|tình|đội|cỏ|lúa|hồ|nghiệp|hương|dao|lòng|ca|nai|tháp|thuận|bộ"
    r"|đều|phục|tâm|minh|quê|cảm|khởi|diễn|nát)\b)"
)
_NO_COMPOUND = (
    r"(?=\s?(?:[.,;:!?/()\n\d-]|\Z)|\s(?:mỗi|một|cho|trên|để|tiền|từ|và|vào|của|là|mua|hỗ|tại|trong|nữa))"
)
_UNIT = (
    rf"(?:(?-i:đồng|ĐỒNG){_NO_COMPOUND}"
    r"|(?-i:nghìn|ngàn|triệu|tỷ|tỉ)(?=\s(?:đồng|đô|usd|người|hộ|suất|tấn|con|cây)\b|\s?(?:[.,;\n]|\Z))"
    r"|(?-i:tấn|tạ)(?!\s(?:công|phong|tới|trò|tuồng|bi|ơn|lỗi|từ|thế|tội|tay|quan|đất|mộ|tình|chủ|sự))"
    r"|(?-i:kg|km|m2|m²|m|lít|mét|héc\sta)|(?-i:ha)(?!\sha))\b|%"
)
"""Whole words: `tấn công`, `tỷ lệ`, `đồng lòng` and `Đồng Nai` only begin as a unit does."""
_COUNTED = (
    r"(?:đại\sbiểu|người(?!\s(?:dân|thân|ta|xưa|khác|vô|nghèo|cao|già|bệnh|lao|có)\b)|hộ(?!\s(?:khẩu|chiếu|tịch|lý|sinh)\b)|suất|gia\sđình"
    r"|con(?=\s(?:giống|lợn|gà|vịt|bò|trâu|dê|chó|mèo)\b)|cháu|học\ssinh|hội\sviên|đảng\sviên|đoàn\sviên"
    r"|thành\sviên|cán\sbộ|lượt|xe|căn(?!\s(?:cứ|cước|bệnh|dặn)\b)|nhà(?!\s(?:nước|trường|văn|máy|mình)\b)"
    r"|cây(?!\s(?:xanh|xăng|cối)\b)|bao(?!\s(?:giờ|nhiêu|la|gồm|năm|đời)\b)|thùng|phần(?!\s(?:đông|lớn)\b)"
    r"|tổ(?!\s(?:chức|quốc|tiên|trưởng|ấm)\b)|trường\shợp|tuổi(?!\s(?:trẻ|thơ|già)\b)|lần(?!\slượt\b)"
    r"|buổi(?!\s(?:sáng|trưa|chiều|tối|họp|lễ)\b)|ngày(?!\s(?:hội|mai|nay|đêm|lễ|tết|càng|xưa|\d)\b)"
    r"|tháng(?!\s(?:\d|này|sau))|năm(?!\s(?:ngoái|nay|sau|trước|học|mới|\d))|giờ(?!\s(?:học|cao|làm|tan|này)\b)"
    r"|phút(?!\sgiây\b)|chiếc|bộ(?!\s(?:đội|trưởng|mặt|máy)\b)|cái|vé)\b"
)
_BEFORE_A_NUMBER = (
    r"(?:có|gồm|là|đóng|thu|nộp|góp|hỗ\strợ|tặng|trao|còn|còn\slại|khoảng|hơn|trên|dưới|gần|tổng|tổng\scộng"
    r"|tổng\ssố|trong|đạt|được|cho|mức|với|chọn|tích|dài|rộng|cao|nặng|tiền|số|phát|mỗi|từ|đến|sau|trước|thứ)"
)
_SOME = "".join(f"(?<!{word}[ ])" for word in (
    "các", "những", "mấy", "mỗi", "từng", "cả", "một", "hàng", "hằng", "nhiều", "mọi", "ban", "suốt", "vài", "đôi",
    "nhất", "hai",
    "có", "đa", "dân", "thiểu", "tồn", "hiện", "thu", "phục", "ăn", "nhà", "ra", "đi", "tự", "lý", "vì", "nghĩa",
    "chốn", "thế", "vậy", "chung", "lẽ", "tức", "ngày", "ông", "cô", "anh", "cụ", "quý", "và",
)) + "(?<!,[ ])"  # fmt: skip
"""Not before a word that asks for another: `mỗi ngày ...`, `các tổ ...`, `các anh, chị ...` leave nothing open."""
_AT_THE_END = r"(?:tại|lúc|hồi|ở|gồm|là|số|ngày|km|thứ)"
"""Behind the others, dots that end a sentence end an enumeration or a thought: `cảm ơn bà con đã đến ...`."""
_BEFORE_A_NAME = r"(?:tại|lúc|hồi|vào|ở|số|tổ|thôn|km|thứ|mời|ông|bà|anh|chị|ngày)"
_IN_FRONT = r"(?:tại|lúc|hồi|vào|ở|từ|đến|do|là|gồm|của|cho|số|tổ|thôn|km|thứ|mời|với|ông|bà|anh|chị|ngày)"
_LABEL = r"(?:địa\sđiểm|thời\sgian|nơi\shọp|chủ\strì|liên\shệ|điện\sthoại|số\sđiện\sthoại|người\ský|ngày|giờ)"
_NEXT_LABEL = (
    rf"(?<!thời\sgian:)(?<!liên\shệ:)(?<!nơi\shọp:)\n\s{{0,9}}{_LABEL}\s?:"
    r"|(?<=thời\sgian:)\n\s{0,9}(?!ngày|giờ)" + rf"{_LABEL}\s?:"
    r"|(?<=liên\shệ:)\n\s{0,9}(?!số|điện)" + rf"{_LABEL}\s?:"
)
"""`Thời gian:` above `Ngày:` and `Liên hệ:` above `Điện thoại:` are headings."""
_SIGNS = r"[^\w\s,;:()\"“”'‘’/]{1,5}"
_BROKEN = r"(?:\d[?_*]|[?_*]\d)"
_BROKEN_AMOUNT = r"(?=[\d.,]{0,12}[?_*])[\d?_*]{1,3}(?:[.,][\d?_*]{3}){1,4}(?!\w)"
"""Two figures, one of which is still unknown: `2?`, `_5`."""
_ASKS = "(?:" + "|".join(rf"(?<={word}\s)" for word in (
    "mời", "gửi", "ông", "bà", "anh", "chị", "tại", "nhà", "ngày", "lúc", "vào", "từ", "đến", "là", "số", "gọi",
    "có", "cho", "do", ":",
)) + r"|(?m:^)|\A)"  # fmt: skip
"""Before a word in brackets that stands for what is to come; `cách liên lạc (số điện thoại)` is said."""
_NAME = r"(?:họ\s(?:và\s)?tên|tên|địa\schỉ|địa\sđiểm|thời\sgian|ngày\stháng|số\stiền|số\sđiện\sthoại|chức\svụ)"

HOLES = lazily(
    rf"""
    # --- what begins with a word or a number; at any other letter it is over at once ---
    (?<!\w)(?=\w)(?:
    # a number that is missing before what it counts
      {_BEFORE_A_NUMBER}\s{_DOTS}\s?{_COUNTED}                             # có … đại biểu
    | (?:số\stiền|mức\s(?:thu|đóng|hỗ\strợ))\s(?:là\s)?(?:(?:nghìn|triệu|tỷ)\s)?đồng
      (?=\s(?:mỗi|một|cho|trên)\b|\s?[/.,;]|\s?\Z)                         # số tiền là đồng mỗi hộ
    | (?:đóng|nộp)\s{{1,9}}đồng(?=\s?[/.,;]|\s?\Z)                          # mỗi hộ đóng đồng
    | (?:tổng\ssố|tổng\scộng|số\slượng)\s(?:là|có)\s{_COUNTED}                  # tổng số là hộ
    | (?:là|đạt|khoảng|hơn|gần|chiếm|tăng|giảm)\s{{1,9}}%(?!\s?:)                     # đạt % kế hoạch
    | (?<![.,/])x(?:\.000){{0,3}}\s(?:đồng{_NO_MONEY}|nghìn|triệu|giờ|người|hộ)\b   # x đồng
    | (?<![.,/])(?-i:xx)\s(?:giờ|phút|đồng|nghìn|triệu|người|hộ|đại\sbiểu)\b
    # what is missing behind a word that asks for it
    | {_SOME}(?:{_AT_THE_END}(?:\s|:\s?){_DOTS}(?=\s?[.;\n]|\s?\Z)                  # tại ...
      |{_IN_FRONT}(?:\s|:\s?){_DOTS}(?=\s?,)
      |{_BEFORE_A_NAME}(?:\s|:\s?){_DOTS}(?=\s(?:ngày|đường|dự|đến|phường|xã|họp)\b))   # ông … dự
    | km{_DOTS}(?=\s\w)
    | (?:(?m:^)|(?<=[.]\s)){_LABEL}\s?:{_GAP}{{0,9}}(?={_NEXT_LABEL}|\s{{0,9}}\Z)  # Địa điểm:
    | (?-i:(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Đđ]ồng\schí)(?:\s[A-ZĐÀ-Ỵ]\w{{0,9}}){{1,4}})\s{_DOTS}  # ông An …
    # a day
    | ngày(?:\s{{0,9}}/\s{{0,9}}\d{{0,2}}\s{{0,9}}/\s?\d{{4}}|\s{{2,9}}/\d{{1,2}}\b)           # ngày /11/2026
    | \d{{1,2}}/\s{{1,9}}/\s?\d{{4}}                                       # 20/  /2026
    | ngày\s\d{{1,2}}/\d{{1,2}}/(?=\s{{0,9}}(?:[^\W\d]|[.,;\n]|\Z))            # ngày 20/11/
    | (?:ngày|tháng)\s{_SIGNS}/\s?(?:{_SIGNS}|\d{{1,2}})?/?\s?\d{{0,4}}          # ngày **/**/2026
    | (?<![/.])(?:0{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{1,2}}/0{{1,2}}/\d{{4}}|\d{{1,2}}/\d{{1,2}}/0000)(?![\w/])
    | \d{{1,2}}/\d{{1,2}}/20\d?… | ngày\sngày/tháng/năm\b
    | tháng\s{{0,9}}/\s?\d{{4}}
    | \d{{1,2}}\stháng{_GAP}{{2,9}}năm\s\d{{4}} | ngày{_GAP}{{2,9}}tháng\s\d          # 20 tháng    năm 2026
    | (?<!những\s)(?<!các\s)(?<!mấy\s)ngày\stháng\s\d{{1,2}}\snăm\s\d{{4}}
    | (?<!những\s)(?<!niên\s)năm\s20(?:\d?(?:[x_]{{1,2}}\b|{_DOTS})|(?=\s{{0,9}}[.,;]?(?:\n|\Z)))  # năm 202…
    | năm{_GAP}{{2,9}}(?=[.,;\n]|\Z)
    | (?:họp|vào|giờ|hồi|sáng|chiều|tối|trước|sau|từ|đến|hạn|là|nay)\s{{1,9}}ngày\stháng\s\d{{1,2}}\b
    | từ\s{{1,9}}(?:ngày\s{{1,9}}đến\s{{1,9}}(?:hết\s)?ngày|giờ\s{{1,9}}đến\s{{1,9}}giờ)\b     # từ ngày đến ngày 5
    | từ\sgiờ\sphút\sđến\b | đến\sgiờ\sngày(?=\s\d)
    | (?:từ|trước|hạn(?:\s\w{{1,9}}){{0,3}}\sđến\shết)\s{{1,9}}ngày(?=\s{{0,9}}(?:[.,;]|\Z))
    | ngày\s(?:mùng|mồng)\smấy\b(?![^.!\n]{{0,80}}\?)
    | (?<![/.,]){_BROKEN}/\d{{1,2}}(?:/\d{{2,4}})?(?!\w) | \d{{1,2}}/{_BROKEN}(?:/\d{{2,4}})?(?!\w)   # 2_/11/2026
    | (?:\dx|x\d)/\d{{1,2}}/\d{{4}}(?!\w) | \d{{1,2}}/(?:\dx|x\d)/\d{{4}}(?!\w)
    | ngày\s\d{{1,2}}/\d{{1,2}}/(?:\d{{3}}|\d{{5,6}})(?![\w/]) | \d{{1,2}}(?://\d{{1,2}}/|/\d{{1,2}}//)\d{{4}}(?!\w)
    | \d{{1,2}}/\d{{1,2}}/(?=\d{{0,3}}[?_*])[\d?_*]{{4}}(?!\w)
    | \d{{1,2}}/\d{{1,2}}/\d{{4}}/\d{{4}}(?!\w)                                # 20/11/2026/2027
    # an hour
    | (?:lúc|hồi|từ|đến|vào)\s{{1,9}}(?-i:h)(?=\d{{0,2}}(?:[\s,.;]|\Z))             # lúc h ngày
    | (?:lúc|hồi|vào)\s{{1,9}}giờ\s{{1,9}}(?=ngày\s\d|phút\b|sáng\b|chiều\b|tối\b)
    | (?:\d[?_]|_\d)(?-i:h|\s?giờ) | \d{{1,2}}(?-i:h|:)(?:\d[?_]|[?_]\d)(?!\w)        # 1?h30
    | (?:lúc|hồi)\s{{1,9}}giờ(?=\s{{0,9}}[,.;]|\s{{1,9}}ngày\b|\s{{0,9}}\Z)                  # lúc giờ, ngày 20
    | \d{{1,2}}\s?giờ(?:\s{_DOTS})?\s{{1,9}}phút\b                             # 7 giờ    phút
    | \d{{1,2}}(?:\s?giờ|\s?h)\s?{_DOTS}(?=\s(?:phút|ngày|sáng|chiều|tối)\b)
    | \d{{1,2}}(?:h|\sgiờ)?\s{{1,5}}[-–]\s{{0,3}}h(?!\w) | lúc\s:\s                # 7h - h
    # a number of a document, of a house, of a telephone
    | số(?:\s{{0,9}}/\d{{4}}/(?-i:[A-ZĐ])|\s{{0,9}}-(?-i:(?=[A-ZĐ]{{2}})))           # số /2026/QĐ
    | số\s(?:{_SIGNS}|0{{1,3}}|(?-i:X{{2,9}}))/(?-i:(?=[A-ZĐ]{{2}}))
    | (?<!một\s)số{_GAP}{{3,9}}(?=[^\W\d]) | số{_GAP}{{2,9}}(?=(?:ngày\s\d|đường\s|họp\b))
    | (?:tổ|số|khu|thôn)\s(?-i:XX+)(?!\w)
    | (?<![.-])0\d{{2,4}}[ .]?(?:\.{{3,9}}|…) | (?<![.,])0{{7,15}}(?![\w.,]\w)
    | (?<![.-])0\d{{1,4}}(?:[.\ -]?[*\#•]{{2,4}}){{1,3}}(?:[.\ -]?\d{{2,4}})?(?!\w)   # 0912.***.***
    | (?<![.-])0(?:\d{{5,10}}[x*_]{{1,4}}|\d{{4,8}}\?{{1,4}}|\d{{2,6}}[x*_?]{{1,4}}\d{{2,6}})(?!\w)
    # a figure of a number
    | (?<![.,])(?:0{{1,3}}(?:[.,]000){{1,3}}|(?<!\d\s)0{{2,3}})\s?(?:đồng|đ|vnđ)\b   # 000.000 đồng
    | (?<![/.,-])\d[\d.]{{0,12}}(?:\?{{1,3}}|_)\s?(?-i:{_COUNTED}|{_UNIT})            # 500? hộ
    | (?<![/.,]){_BROKEN_AMOUNT}                                            # 5_.000
    | số\sđiện\sthoại\slà(?=\s?[.,;]|\s?\Z)
    | (?<![/.,=&-])\d{{1,3}}\?{{1,3}}\d{{1,3}}(?![\w=])                            # 5?0 hộ
    # what a program has put there
    | (?:nhấp|bấm|nhấn|gõ)(?:\s\w{{1,9}}){{0,5}}\sđể\snhập\s(?:văn\sbản|ngày|chữ|dữ\sliệu|nội\sdung)
    | (?:click|tap)\s[a-z ]{{0,30}}enter\s(?:text|a\sdate) | choose\san\sitem\b | lorem\sipsum\b
    | (?:(?m:^)|(?<=[.:]\s))chọn\smột\smục(?=[.\n]|\Z) | MERGEFIELD\b
    )
    # --- what begins with a sign, or with more than one space ---
    | (?=[^\w\s]|{_GAP}{{2}}|\s/)(?:
      (?<=\w\s){_DOTS}\s?(?:{_UNIT})                                       # đóng … đồng, đạt ...%
    | (?<=[^\W\d]){_GAP}{{3,9}}đồng\b{_NO_MONEY}                           # đóng     đồng
    | (?<![\w,/])[.…]{{1,5}}\s?\.?000(?:\.000){{0,3}}\s?(?:đồng|đ)\b         # .000 đồng
    | :\s?(?:\.{{2,}}(?!\.)|…{{1,9}})(?=\s?[.,;\n]|\s?\Z)(?!\s{{0,9}}\n\s{{0,9}}[-+*•])   # Thành phần: …
    | :\s?[,.;](?=\s|\Z)                                                 # Ông: , tổ 3
    | [“"'‘«]\s?[.…]{{1,9}}\s?[”"'’»] | “\s{{0,9}}” | (?<=\s)""(?=[\s.,;]|\Z)  # tại “…”, tại “”
    | (?<=\s)(?:\(\s{{0,9}}\)|\[\s{{0,9}}\])                                   # ()
    | (?<=\w[ ])(?:[■□▢○]{{1,9}}|[·•]{{3,9}}|[*=~-]{{3,9}})(?=\s?[.,;]|\s?\Z)   # tại □□.
    | (?<=\w[ ])\*{{3}}(?=[ ]\w)
    | (?<=[^\W\d])\s{{1,9}}/\s{{0,3}}\d{{1,2}}/20\d\d\b                       # họp  /11/2026
    | (?<![\w-])[-–_?]{{1,3}}\s?(?:h|:|giờ)\s?[-–_?]{{1,3}}(?![\w-])           # --:--
    | (?<=\w){_GAP}{{2,9}}/(?-i:(?=[A-ZĐ]{{2}}))                            # Công văn    /UBND
    | (?<!\S)\?\d(?:/\d{{1,2}}(?:/\d{{2,4}})?|h\d{{0,2}}|\sgiờ)(?!\w)                    # ?5/11/2026
    | (?<!\S)\?{{1,3}}\d{{1,6}}(?![\w=]) | (?<!\S)[*\#–-]{{1,3}}%                       # ?00 hộ
    | (?<!\S){_BROKEN_AMOUNT}
    | (?:(?<=\sông\s)|(?<=\sbà\s)|(?<=\s(?:anh|chị|nhà|tại|cho|lúc)\s))   # ông (tên chủ hộ)
      \(\s?{_NAME}(?:\s(?-i:[a-zà-ỹđ]{{1,7}})){{1,4}}\s?\)
    | (?<!\x1b)\[\d{{1,3}}(?:;\d{{1,3}}){{0,4}}m(?![^\[\]\n]{{0,30}}\])             # [31m of a terminal's colours
    | (?<!\S)%[sd](?!\w) | «\s?{_NAME}\s?»
    | {_ASKS}\(\s?{_NAME}\s?\) | \(\s?{_NAME}\s?\)(?=\s?đồng)                   # mời (họ tên)
    | (?-i:(?<!\S)\[(?:ten|ho_?ten|ngay|gio|dia_?diem|noi_?dung|[a-z]{{1,20}}_[a-z_]{{1,20}})\])
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A place where something is still to be written; each match is bounded, so a text is read in linear time."""
