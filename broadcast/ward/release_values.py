"""What `release` of playlist.yaml may hold, value by value."""

from broadcast.base.errors import tell
from broadcast.programme.settings import Policy, Sealed, SealKind
from broadcast.ward.values import one_of, shown


def parse_policy(text: str) -> Policy:
    """Read `required` or `advisory`. Raises WrongValueError for anything else: it is never off."""
    what = tell(
        "không có cách duyệt “{text}”. Viết required (chưa duyệt thì không phát) hoặc advisory (vẫn phát, nhật ký"
        " ghi là chưa duyệt)",
        text=shown(text),
    )
    return one_of(Policy, text, what)


def parse_seal(text: str) -> SealKind:
    """Read `named` or `signed`. Raises WrongValueError for anything else."""
    what = tell(
        "không có kiểu duyệt “{text}”. Viết named (ghi tên) hoặc signed (ký bằng khoá của người duyệt)",
        text=shown(text),
    )
    return one_of(SealKind, text, what)


def parse_sealed(text: str) -> Sealed:
    """Read `timetable` or `lexicon`. Raises WrongValueError for anything else."""
    what = tell("“{text}” không phải thứ ký được. Có: {known}", text=shown(text), known=", ".join(Sealed))
    return one_of(Sealed, text, what)
