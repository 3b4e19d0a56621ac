"""Sounds from outside -> a report on each; told by a child process that has a deadline and a bound of memory.

So whoever checks a folder loads no decoder, and a file that brings one down, or on which one hangs, ends no
program of ours.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from broadcast.base.errors import NotAudio
from broadcast.library.ingest.report import Asked, Finding, Report, Use
from broadcast.library.soundcheck import soundless

Told = Callable[[Asked], None]
"""Is called with each sound that was examined, as soon as it was."""


def examined(
    home: Path, asked: Iterable[Asked], *, told: Told | None = None, wanted: Callable[[], bool] | None = None
) -> Mapping[Asked, Report]:
    """Decode the sounds that are asked for in a child process; return a report on each.

    `home` is the ward's folder. Of a built-in sound nothing is found out but whether there is one of that name.
    `told` is called for each as it is done. Raises MachineError where no process can be started.
    """
    all_asked = list(dict.fromkeys(asked))
    bad = soundless(
        home, {one.name for one in all_asked}, {one.name for one in all_asked if one.use is Use.JINGLE}
    )
    reports = {}
    for one in all_asked:
        why = bad.get(one.name)
        found = Finding(what=why.what, fix=why.fix) if why is not None else None
        if isinstance(why, NotAudio):
            reports[one] = Report(unreadable=found)
        elif found is not None and one.use is Use.JINGLE:
            reports[one] = Report(faults=(found,))
        else:
            reports[one] = Report()
        if told is not None:
            told(one)
    return reports
