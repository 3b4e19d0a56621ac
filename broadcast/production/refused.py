"""A script and the cart it asks for -> why there can be none, by what is kept of it; nothing is decoded."""

from broadcast.library.ingest.report import Report
from broadcast.library.ingest.verdicts import kept_report
from broadcast.library.refusals import kept_refusal
from broadcast.library.shelves import Shelves
from broadcast.programme.model import Fingerprint, Reason, Unready
from broadcast.ward.folder import Ward
from broadcast.ward.readings import Prepared
from broadcast.ward.script import recording_asked


def why_refused(ward: Ward, prepared: Prepared | None, named: Fingerprint, shelves: Shelves) -> Unready | None:
    """Find why there can be no cart: what `check` has heard in its recording, else what its last making found.

    `prepared`: its script, None for a sound alone; `named`: the fingerprint of the cart that is asked for. Returns
    None where nothing is known against it.
    """
    report = _report(ward, prepared, shelves) if prepared is not None else None
    if report is not None and report.why_not:
        return Unready(reason=Reason.BAD_SOUND, why=report.why_not[0].what)
    noted = kept_refusal(shelves.root, named)
    if noted is None or (noted.is_unread and report is not None):  # it was read since
        return None
    return Unready(reason=Reason.BAD_SOUND, why=noted.why)


def _report(ward: Ward, prepared: Prepared, shelves: Shelves) -> Report | None:
    longest = ward.playlist.airtime.max_session.total_seconds()
    asked = recording_asked(prepared.script, longest, ward.playlist.sound.loudness)
    return kept_report(ward.home, asked, shelves.root) if asked is not None else None
