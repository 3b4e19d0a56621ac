"""The bulletins that persons prepare at the console -> made beside, heard, confirmed by another, aired once each.

Kept in memory alone: what was not handed over when the console ends is gone.
"""

import logging
import secrets
from dataclasses import replace
from datetime import timedelta
from threading import Lock, Thread

from broadcast.base.errors import BroadcastError, MachineError, UsageRefused, tell
from broadcast.programme.approving import is_same_person
from broadcast.programme.bulletins import LEVEL_NAMES, Urgency
from broadcast.programme.model import Override
from broadcast.station.announce import hand_over, make
from broadcast.station.bulletin_draft import (
    Asked,
    BulletinDraft,
    DraftState,
    foretold,
    lasts,
    made_cart,
    needs_second,
    worded,
)
from broadcast.station.deeds import note_deed
from broadcast.station.emergencies import LONGEST, refuse_alone, refuse_unsigned
from broadcast.station.readable import Readable
from broadcast.station.station import unwatched

_log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=5)
"""How long a second person is waited for."""
_MOST, _MOST_MAKING = 20, 3


class BulletinDrafts:
    """The bulletins that are prepared at one console, by their tokens."""

    def __init__(self) -> None:
        """Begin with none."""
        self._drafts: dict[str, BulletinDraft] = {}
        self._lock = Lock()
        self._handing = Lock()
        """One is handed over at a time: who presses twice waits, and finds it taken."""

    def begin(self, seen: Readable, asked: Asked) -> BulletinDraft:
        """Word a bulletin, and begin to make it in a thread of its own; return it as it is then.

        Raises as `worded`; UsageRefused where too many are being made or wait for a second person, the ward takes
        signed orders alone, or the bulletin would wait longer than the ward lets an emergency.
        """
        wording = worded(seen, asked)
        now = wording.station.clock.now()
        draft = BulletinDraft(token=secrets.token_urlsafe(16), asked=asked, begun=now, wording=wording)
        refuse_unsigned(wording.station, asked.by, "", 0)
        if needs_second(wording.station, asked.urgency) and lasts(draft) > LONGEST:
            raise UsageRefused(
                tell("Bản tin khẩn cấp được chờ nhiều nhất {count} phút.", count=LONGEST // timedelta(minutes=1)),
                tell("Chọn lại ở ô “Chờ nhiều nhất”."),
            )
        with self._lock:
            if sum(one.state is DraftState.MAKING for one in self._drafts.values()) >= _MOST_MAKING:
                raise UsageRefused(tell("Đang tạo tiếng mấy bản tin rồi."), tell("Chờ một lát rồi bấm lại."))
            self._make_room()
            self._drafts[draft.token] = draft
        Thread(target=self._make, args=(draft,), name="bulletin", daemon=True).start()
        return draft

    def _make_room(self) -> None:
        """Forget the oldest; what is being made, or waits for a second person, stays."""
        if len(self._drafts) < _MOST:
            return
        stay = (DraftState.MAKING, DraftState.AWAITING)
        oldest = next((token for token, one in self._drafts.items() if one.state not in stay), None)
        if oldest is None:
            raise UsageRefused(tell("Nhiều bản tin đang chờ người thứ hai quá."), tell("Xác nhận hoặc thôi bớt."))
        del self._drafts[oldest]

    def of(self, token: str) -> BulletinDraft:
        """Return the bulletin of that token. Raises UsageRefused where there is none, or none any more."""
        with self._lock:
            found = self._drafts.get(token)
            if found is None:
                raise UsageRefused(
                    tell("Bản tin đang soạn này không còn nữa."), tell("Máy vừa chạy lại, hoặc đã lâu. Soạn lại.")
                )
            return self._at_last(found)

    def _at_last(self, found: BulletinDraft) -> BulletinDraft:
        """The same, which waits for nobody any more once its time is over."""
        if found.awaits_until is not None and found.station.clock.now() >= found.awaits_until:
            found = self._drafts[found.token] = replace(found, state=DraftState.READY, awaits_until=None)
        return found

    def awaiting(self) -> tuple[BulletinDraft, ...]:
        """List those that a second person may confirm now."""
        with self._lock:
            now = [self._at_last(one) for one in [*self._drafts.values()]]
        return tuple(one for one in now if one.state is DraftState.AWAITING)

    def air(self, token: str, by: str) -> BulletinDraft:
        """Hand the bulletin over on the word of `by`, who has prepared it; or ask a second person first.

        One that is taken already is returned as it is: whoever presses twice airs once. Raises UsageRefused where
        it is not made yet, is somebody else's, or the player refuses it; AirtimeRefused, MachineError.
        """
        with self._handing:
            draft = self.of(token)
            if draft.state in (DraftState.TAKEN, DraftState.AWAITING):
                return draft
            if not is_same_person(by, draft.asked.by):
                raise UsageRefused(tell("Bản tin này do {by} soạn, {by} mới bấm phát được.", by=draft.asked.by))
            if needs_second(draft.station, draft.asked.urgency):
                foretold(draft)
                until = draft.station.clock.now() + PATIENCE
                return self._kept(replace(draft, state=DraftState.AWAITING, awaits_until=until))
            return self._handed(draft, "")

    def confirm(self, token: str, by: str) -> BulletinDraft:
        """Hand over what waits for a second person, on the word of `by`; return it as it is then.

        Raises UsageRefused where it does not wait for anybody, any more, or `by` has prepared it; and as `air`.
        """
        with self._handing:
            draft = self.of(token)
            if draft.state is DraftState.TAKEN:
                return draft
            if draft.state is not DraftState.AWAITING:
                raise UsageRefused(
                    tell("Bản tin này không còn chờ ai xác nhận."), tell("Người soạn bấm phát lại, rồi xác nhận.")
                )
            if is_same_person(by, draft.asked.by):
                raise UsageRefused(tell("Người xác nhận phải là người khác, không phải người soạn."))
            return self._handed(draft, by)

    def drop(self, token: str) -> BulletinDraft:
        """Take back that a second person was asked; return it as it is then.

        Raises UsageRefused where the second has confirmed it meanwhile: the player has it.
        """
        with self._handing:
            draft = self.of(token)
            if draft.state is DraftState.TAKEN:
                raise UsageRefused(
                    tell("Không thôi được nữa: {by} đã xác nhận, phiên trực đã nhận bản tin.",
                         by=draft.second or draft.asked.by),
                    tell("Cần loa im ngay: bấm DỪNG LOA NGAY. Chưa phát thì huỷ ở trang Bản tin."),
                )  # fmt: skip
            if draft.state is not DraftState.AWAITING:
                return draft
            return self._kept(replace(draft, state=DraftState.READY, awaits_until=None))

    def _make(self, draft: BulletinDraft) -> None:
        try:
            made = replace(draft, state=DraftState.READY, cart=make(draft.wording, draft.asked.urgency, unwatched))
        except BroadcastError as error:
            made = replace(draft, state=DraftState.FAILED, trouble=error)
        except Exception:
            _log.exception("a bulletin could not be made")
            trouble = MachineError(
                tell("Chương trình gặp lỗi khi tạo tiếng bản tin này."), tell("Thử lại; vẫn lỗi thì báo kỹ thuật.")
            )
            made = replace(draft, state=DraftState.FAILED, trouble=trouble)
        self._kept(made)

    def _handed(self, draft: BulletinDraft, second: str) -> BulletinDraft:
        cart, asked, station = made_cart(draft), draft.asked, draft.station
        if asked.urgency is Urgency.EMERGENCY:
            refuse_alone(station, asked.by, second, lasts(draft))
        one = foretold(draft)
        override = Override(reason=asked.reason, by=asked.by) if asked.reason else None
        handed = hand_over(
            draft.wording, cart, one.repeats, urgency=asked.urgency, by=asked.by, override=override, second=second,
            token=draft.token,
        )  # fmt: skip
        taken = self._kept(replace(draft, state=DraftState.TAKEN, awaits_until=None, second=second, handed=handed))
        _noted(taken)
        return taken

    def _kept(self, draft: BulletinDraft) -> BulletinDraft:
        with self._lock:
            self._drafts[draft.token] = draft
        return draft


def _noted(draft: BulletinDraft) -> None:
    """Write down who has handed it over; a record that takes no line keeps no bulletin off the air."""
    number = draft.handed.number if draft.handed is not None else 0
    level, title = LEVEL_NAMES[draft.asked.urgency], draft.wording.title
    by = ", ".join(one for one in (draft.asked.by, draft.second) if one)
    what = tell("giao {level} “{title}”, số {number}", level=level, title=title, number=number)
    why = note_deed(draft.station.home, "bulletin_asked", what, by)
    if why is not None:
        _log.warning("%s", tell("Chưa ghi được vào nhật ký việc giao bản tin ({why}).", why=why))
