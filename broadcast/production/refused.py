"""A script and the cart it asks for -> why there can be none, by what is kept of it; nothing is decoded."""

from functools import cached_property
from typing import TYPE_CHECKING

from broadcast.library.refusals import kept_refusal
from broadcast.library.shelves import Shelves
from broadcast.programme.model import Fingerprint, Reason, Unready
from broadcast.ward.folder import Ward
from broadcast.ward.readings import Prepared

if TYPE_CHECKING:
    from broadcast.library.ingest.report import Report
    from broadcast.library.ingest.verdicts import Kept


class WhyNot:
    """Why carts of one ward can not be made, by what is kept on its `shelves`."""

    def __init__(self, ward: Ward, shelves: Shelves) -> None:
        self._ward = ward
        self._cache = shelves.root

    @cached_property
    def _heard(self) -> "Kept":
        """What was heard in recordings; a ward without any needs nothing that hears."""
        from broadcast.library.ingest.verdicts import Kept

        return Kept(self._ward.home, self._cache)

    def of(self, prepared: Prepared | None, named: Fingerprint, recording: str | None = None) -> Unready | None:
        """Find why there can be no cart: what `check` has heard in its recording, else what its last making found.

        `prepared`: its script, None for a sound alone; `named`: the fingerprint of the cart that is asked for;
        `recording`: the sha256 of the script's recording. Returns None where nothing is known against it.
        """
        report = self._report(prepared, recording) if prepared is not None else None
        if report is not None and report.why_not:
            return Unready(reason=Reason.BAD_SOUND, why=report.why_not[0].what)
        noted = kept_refusal(self._cache, named)
        if noted is None or (noted.is_unread and report is not None):  # it was read since
            return None
        return Unready(reason=Reason.BAD_SOUND, why=noted.why)

    def _report(self, prepared: Prepared, recording: str | None) -> "Report | None":
        asked = self._ward.recording_asked(prepared.script)
        return self._heard.report(asked, recording) if asked is not None else None
