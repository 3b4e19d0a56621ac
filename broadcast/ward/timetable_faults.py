"""playlist.yaml, as YAML -> what is wrong between its days, sessions, campaigns, changes and exceptions.

All of it works on the values as they were written, so that one wrong value hides no other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.programme.rotation import stands
from broadcast.programme.settings import Playlist, Slot, SlotId
from broadcast.ward.nearest import meant, nearest
from broadcast.ward.playlist_faults import THE_PHASE_OF_THE_DAY, entries, names_below, value_at
from broadcast.ward.values import WrongValueError, parse_date, parse_time
from broadcast.ward.yamlfile import Path, YamlFile

_LONGEST_DAYS = 3_660
_CHANGED_DAYS = 366
"""A change of one day, or of a stretch like the new year's: longer ones belong into `sessions`."""
_KINDS = ("skip", "move", "add")

_Days = tuple[date, date]


def cross_faults(source: YamlFile) -> Iterator[Fault]:
    """Yield what is wrong between values, each at its place.

    Phases and campaigns that end before they begin or last over ten years; ids given twice; sessions without days;
    make-up times not after their session; campaigns and sessions that are not there; changes that say too little.
    """
    for id_ in names_below(source, "phases"):
        yield from _stretch(source, ("phases", id_), tell("giai đoạn “{id}”", id=id_))
    for id_ in names_below(source, "campaigns"):
        yield from _campaign_faults(source, id_)
    yield from _session_faults(source)
    ids = [str(one["id"]) for one in entries(source, "sessions") if "id" in one]
    for index, change in enumerate(entries(source, "changes")):
        yield from _change_faults(source, ("changes", index), change, ids)
    for index, exception in enumerate(entries(source, "airtime", "exceptions")):
        yield from _exception_faults(source, ("airtime", "exceptions", index), exception)


def timetable_warnings(source: YamlFile) -> Iterator[Fault]:
    """Yield what keeps nothing off the air: two exceptions that say different things of one day.

    Call this on a file without faults.
    """
    for key in ("allowed", "max_sessions"):
        # of each day what the last exception says: pairs would take their number squared
        said: dict[date, Any] = {}
        for index, exception in enumerate(entries(source, "airtime", "exceptions")):
            days = days_of(exception) if key in exception else None
            if days is None:
                continue
            stretch = [days[0] + timedelta(n) for n in range((days[1] - days[0]).days + 1)]
            other = next((day for day in stretch if said.get(day, exception[key]) != exception[key]), None)
            said.update(dict.fromkeys(stretch, exception[key]))
            if other is not None:
                what = tell(
                    "ngày {day} có hai ngoại lệ khác nhau ở mục {key}; máy theo dòng này, là dòng viết sau",
                    day=f"{other:%d/%m/%Y}",
                    key=key,
                )
                place: Path = ("airtime", "exceptions", index, key)
                yield replace(source.fault(place, what), level=Level.WARNING)


def idle_changes(source: YamlFile, playlist: Playlist) -> Iterator[Fault]:
    """Yield, as WARNING, each change that changes nothing, or leaves a make-up time before its session.

    On none of its days is its session there anyway, or it is moved to its own time. `playlist` is what the file
    says.
    """
    slots = {slot.id: slot for slot in playlist.slots}
    for index, change in enumerate(entries(source, "changes")):
        slot = slots.get(SlotId(str(change.get("skip") or change.get("move"))))
        days = days_of(change)
        if slot is None or days is None:
            continue
        stretch = [days[0] + timedelta(n) for n in range((days[1] - days[0]).days + 1)]
        if not any(stands(playlist, slot, day) for day in stretch):
            what = tell("ngày {day} không có buổi “{name}”, nên dòng này không đổi gì",
                        day=_stretch_in_words(days), name=slot.name)  # fmt: skip
            yield replace(source.fault(("changes", index), what), level=Level.WARNING)
        elif change.get("move"):
            yield from _idle_move(source, ("changes", index, "at"), slot, parse_time(str(change["at"])))


def _idle_move(source: YamlFile, place: Path, slot: Slot, at: time) -> Iterator[Fault]:
    if at == slot.at:
        what = tell("buổi “{name}” vốn phát lúc {at}, nên dòng này không đổi gì", name=slot.name, at=f"{at:%H:%M}")
        yield replace(source.fault(place, what), level=Level.WARNING)
    if slot.make_up is not None and slot.make_up <= at:
        what = tell("giờ phát bù {make_up} của buổi “{name}” trước giờ dời đến, nên ngày ấy lỡ thì không phát bù",
                    make_up=f"{slot.make_up:%H:%M}", name=slot.name)  # fmt: skip
        yield replace(source.fault(place, what), level=Level.WARNING)


def _stretch_in_words(days: _Days) -> str:
    first, last = (f"{day:%d/%m/%Y}" for day in days)
    return first if first == last else f"{first}-{last}"


# --- campaigns and phases ---


def _campaign_faults(source: YamlFile, id_: str) -> Iterator[Fault]:
    here: Path = ("campaigns", id_)
    campaign = value_at(source.value, "campaigns", id_)
    if not isinstance(campaign, dict):
        return
    own_days = {"from", "until"} & campaign.keys()
    if campaign.get("phases") is not None and own_days:
        what = tell("đợt “{id}” có cả phases lẫn ngày riêng: chỉ để một trong hai", id=id_)
        yield source.fault((*here, min(own_days)), what, at_key=True)
    elif "phases" in campaign:
        for phase in names_below(source, "campaigns", id_, "phases"):
            yield from _stretch(source, (*here, "phases", phase), tell("giai đoạn “{id}”", id=phase))
    elif missing := [key for key in ("from", "until") if campaign.get(key) is None]:
        what = tell("đợt “{id}” thiếu {keys}", id=id_, keys=", ".join(missing))
        fix = tell("Ghi ngày đầu (from) và ngày cuối (until), hoặc chia thành các giai đoạn ở mục phases.")
        yield source.fault(here, what, fix, at_key=True)
    else:
        yield from _stretch(source, here, tell("đợt “{id}”", id=id_))


def _stretch(source: YamlFile, here: Path, name: Message) -> Iterator[Fault]:
    """What is wrong with the `from` and `until` that stand below `here`."""
    days = days_of(_below(source, here))
    if days is None:
        return
    first, last = days
    if last < first:
        yield source.fault((*here, "until"), tell("{name} hết trước khi bắt đầu", name=name))
    if (last - first).days > _LONGEST_DAYS:
        what = tell("{name} dài {days} ngày, quá mười năm", name=name, days=(last - first).days)
        yield source.fault((*here, "until"), what, tell("Xem lại năm ở dòng này."))


def _below(source: YamlFile, path: Path) -> Any:
    value = source.value
    for part in path:
        if isinstance(value, list) and isinstance(part, int):
            value = value[part]
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def days_of(section: Any) -> _Days | None:
    """Return the first and last day that a section names by `date`, or by `from` and `until`; None: none."""
    single = value_at(section, "date")
    first, last = (
        (single, single) if single is not None else (value_at(section, "from"), value_at(section, "until"))
    )
    try:
        return parse_date(str(first)), parse_date(str(last))
    except WrongValueError:
        return None


# --- sessions ---


def _session_faults(source: YamlFile) -> Iterator[Fault]:
    seen: set[str] = set()
    campaigns, phases = names_below(source, "campaigns"), names_below(source, "phases")
    for index, session in enumerate(entries(source, "sessions")):
        here: Path = ("sessions", index)
        id_ = session.get("id")
        if isinstance(id_, str) and id_ in seen:
            yield source.fault((*here, "id"), tell("mã buổi “{id}” đã dùng ở trên", id=id_))
        seen |= {id_} if isinstance(id_, str) else set()
        if session and not session.get("days") and not session.get("on"):
            yield source.fault(here, tell("buổi “{id}” chưa có ngày: thêm “days” hoặc “on”", id=id_))
        yield from _make_up_faults(source, here, session)
        if value_at(session, "play", "rotate") == THE_PHASE_OF_THE_DAY and not (campaigns or phases):
            what = tell("buổi “{id}” lấy bài của giai đoạn hôm ấy, mà chưa có giai đoạn hay đợt nào", id=id_)
            fix = tell("Ghi tên một thư mục trong scripts, như rotate: chung; hoặc thêm mục campaigns.")
            yield source.fault((*here, "play", "rotate"), what, fix)
        name = session.get("campaign")
        if isinstance(name, str) and name not in campaigns:
            yield source.fault(
                (*here, "campaign"), *_unknown(tell("không có đợt “{name}”", name=name), name, campaigns)
            )


def _make_up_faults(source: YamlFile, here: Path, session: Mapping[str, Any]) -> Iterator[Fault]:
    try:
        at, make_up = (parse_time(str(session[key])) for key in ("at", "make_up"))
    except (KeyError, WrongValueError):  # there is none, or its own line says what is wrong
        return
    if make_up <= at:
        what = tell("giờ phát bù {make_up} phải sau giờ phát {at}", make_up=f"{make_up:%H:%M}", at=f"{at:%H:%M}")
        yield source.fault((*here, "make_up"), what)


def _unknown(what: Message, name: str, known: list[str]) -> tuple[Message, Message | None]:
    near = nearest(name, known)
    if near is not None:
        return what, meant(near)
    return what, tell("Có: {known}.", known=", ".join(known)) if known else None


# --- changes and exceptions ---


def _change_faults(source: YamlFile, here: Path, change: Mapping[str, Any], ids: list[str]) -> Iterator[Fault]:
    kinds = [kind for kind in _KINDS if change.get(kind) is not None]
    if len(kinds) != 1:
        yield source.fault(here, tell("mỗi dòng ở changes cần đúng một trong ba mục: skip, move, add"))
        return
    kind, id_ = kinds[0], str(change[kinds[0]])
    if kind == "add" and id_ in ids:
        what = tell("mã buổi “{id}” đã có ở sessions; buổi thêm cần một mã khác", id=id_)
        yield source.fault((*here, kind), what)
    if kind != "add" and id_ not in ids:
        yield source.fault((*here, kind), *_unknown(tell("không có buổi “{id}”", id=id_), id_, ids))
    needed = {"skip": (), "move": ("at",), "add": ("at", "play")}[kind]
    for key in needed:
        if not change.get(key):
            yield source.fault(here, tell("dòng {kind} này thiếu mục “{key}”", kind=kind, key=key))
    yield from _when_faults(source, here, change, most=_CHANGED_DAYS if kind == "skip" else 1)


def _exception_faults(source: YamlFile, here: Path, exception: Mapping[str, Any]) -> Iterator[Fault]:
    for key in ("allowed", "add", "max_sessions"):
        if key in exception and exception[key] is None:
            what = tell("“{key}” chưa có nội dung", key=key)
            yield source.fault((*here, key), what, tell("Cả ngày không phát thì viết allowed: []"))
            return
    if exception and all(exception.get(key) is None for key in ("allowed", "add", "max_sessions")):
        what = tell("ngoại lệ này chưa nói khác thường ở chỗ nào")
        fix = tell(
            "Ghi allowed (thay giờ thường lệ; [] là không phát), add (thêm giờ) hoặc max_sessions (số buổi)."
        )
        yield source.fault(here, what, fix)
    yield from _when_faults(source, here, exception, most=_LONGEST_DAYS)


def _when_faults(source: YamlFile, here: Path, one: Mapping[str, Any], *, most: int) -> Iterator[Fault]:
    """What is wrong with the days of a change or an exception: it names one day, or the first and the last."""
    stretch = [key for key in ("from", "until") if one.get(key) is not None]
    if one and (one.get("date") is None) == (len(stretch) < 2):
        what = tell("cần đúng một ngày (date), hoặc cả ngày đầu và ngày cuối (from, until)")
        yield source.fault(here, what)
    elif (days := days_of(one)) is None:
        return
    elif days[1] < days[0]:
        yield source.fault((*here, "until"), tell("hết trước khi bắt đầu"))
    elif (days[1] - days[0]).days >= most:
        what = tell(
            "dòng này kéo dài {days} ngày; nhiều nhất là {most}", days=(days[1] - days[0]).days + 1, most=most
        )
        yield source.fault((*here, "until"), what)
