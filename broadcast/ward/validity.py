"""What a script's header says of its days -> Validity, or what is wrong with it."""

from collections.abc import Mapping

from broadcast.base.errors import Message, tell
from broadcast.programme.stock import EVERY_DAY, Validity
from broadcast.ward.values import NO, YES, WrongValueError, parse_date, parse_days, shown


def wrong_validity(key: str, value: str) -> tuple[Message, Message | None] | None:
    """Tell what is wrong with the value of `from`, `until`, `days` or `draft`, and how to mend it.

    None where nothing is, and for any other key.
    """
    try:
        if key in ("from", "until"):
            parse_date(value)
        elif key == "days":
            parse_days(value)
    except WrongValueError as error:
        return error.message, None
    if key == "draft" and value.lower() not in YES | NO:
        what = tell("không hiểu “{value}” ở mục draft", value=shown(value))
        return what, tell("Viết draft: true khi bài còn là bản nháp; bỏ dòng này khi bài đã xong.")
    return None


def ends_too_early(fields: Mapping[str, str]) -> tuple[Message, Message] | None:
    """Tell that a header's last day lies before its first; None where it does not. Both are written rightly."""
    days = validity_of(fields)
    if days.first is None or days.last is None or days.first <= days.last:
        return None
    what = tell("bài hết hạn ngày {last}, trước khi bắt đầu ({first})",
                last=f"{days.last:%d/%m/%Y}", first=f"{days.first:%d/%m/%Y}")  # fmt: skip
    return what, tell("Sửa from hoặc until.")


def validity_of(fields: Mapping[str, str]) -> Validity:
    """Read the days of a header's fields. Raises WrongValueError where `wrong_validity` has something to tell."""
    return Validity(
        first=parse_date(fields["from"]) if "from" in fields else None,
        last=parse_date(fields["until"]) if "until" in fields else None,
        draft=fields.get("draft", "false").lower() in YES,
        days=parse_days(fields["days"]) if "days" in fields else EVERY_DAY,
    )
