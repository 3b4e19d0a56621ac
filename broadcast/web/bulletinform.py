"""The form of a bulletin -> what is asked for; and how it would be read, told while it is typed."""

from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request

from broadcast.base.errors import BroadcastError, Message, UsageRefused, tell
from broadcast.programme.bulletins import MOST_TIMES, Urgency
from broadcast.station.bulletin_draft import Asked, worded
from broadcast.station.bulletin_words import Wording
from broadcast.station.readable import Readable
from broadcast.web.desk import field_of, hour_of, person_of, text_of

EVERY = {"15": timedelta(minutes=15), "30": timedelta(minutes=30), "60": timedelta(hours=1),
         "120": timedelta(hours=2)}  # fmt: skip
"""How far apart repetitions may be chosen, by the form's value."""
EXPIRES = {"30": timedelta(minutes=30), "60": timedelta(hours=1), "120": timedelta(hours=2),
           "360": timedelta(hours=6)}  # fmt: skip
FIELDS = ("loi", "bai", "muc", "luc", "cach", "den", "lan", "han", "ngoai_gio")
"""The form's fields, as they come back to it where something was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the words would be read."""

    wording: Wording | None
    """None where they cannot be, or there are none."""
    why: Message | None = None
    fix: Message | None = None


def typed_in(request: Request) -> dict[str, str]:
    """Return the form as it was filled in; what it has not, empty."""
    return {name: text_of(request, name) if name == "loi" else field_of(request, name) for name in FIELDS}


def asked_in(request: Request) -> Asked:
    """Return what the form asks for. Raises UsageRefused where it says what cannot be."""
    form = typed_in(request)
    urgency = level_of(form["muc"])
    every = EVERY.get(form["cach"])
    until, times = hour_of(form["den"]), _times(form["lan"])
    if every is None:
        until = None
    elif until is None and times is None:
        raise UsageRefused(
            tell("Phải ghi phát lặp lại đến bao giờ."), tell("Chọn giờ ở ô “đến”, hoặc ghi số lần.")
        )
    if every is None and times is not None and times > MOST_TIMES:
        raise UsageRefused(tell("Phát liền nhau thì nhiều nhất là {most} lần.", most=MOST_TIMES))
    if form["ngoai_gio"] and urgency is not Urgency.EMERGENCY:
        raise UsageRefused(tell("Chỉ bản tin khẩn cấp được phát ngoài giờ quy định."))
    return Asked(
        by=person_of(request).name,
        urgency=urgency,
        text=form["loi"] if not form["bai"] else "",
        script=form["bai"],
        at=hour_of(form["luc"]),
        every=every,
        until=until,
        times=times,
        expires=EXPIRES.get(form["han"]),
        reason=" ".join(form["ngoai_gio"].split()),
    )


def form_of(asked: Asked) -> dict[str, str]:
    """Return the form as it was filled in for that."""
    return {
        "loi": asked.text,
        "bai": asked.script,
        "muc": asked.urgency.value,
        "luc": f"{asked.at:%H:%M}" if asked.at is not None else "",
        "cach": next((value for value, apart in EVERY.items() if apart == asked.every), ""),
        "den": f"{asked.until:%H:%M}" if asked.until is not None else "",
        "lan": str(asked.times or ""),
        "han": next((value for value, lasts in EXPIRES.items() if lasts == asked.expires), ""),
        "ngoai_gio": asked.reason,
    }


def level_of(text: str) -> Urgency:
    """Return the level of that name. Raises UsageRefused where there is none."""
    if text not in set(Urgency):
        raise UsageRefused(tell("Chưa chọn mức của bản tin."))
    return Urgency(text)


def reading_of_form(request: Request, seen: Readable) -> Reading:
    """Tell how what was typed, or the chosen script, would be read; nothing is made."""
    form = typed_in(request)
    if not form["loi"].strip() and not form["bai"]:
        return Reading(wording=None)
    urgency = Urgency(form["muc"]) if form["muc"] in set(Urgency) else Urgency.PRIORITY
    asked = Asked(by="", urgency=urgency, text=form["loi"] if not form["bai"] else "", script=form["bai"])
    try:
        return Reading(wording=worded(seen, asked))
    except BroadcastError as error:  # while one types, nothing is refused: it is told
        return Reading(wording=None, why=error.what, fix=error.fix)


def _times(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= 200):
        raise UsageRefused(tell("Số lần phát phải là một số từ 1 trở lên."))
    return int(text)
