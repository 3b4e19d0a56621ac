"""Which lines of the record a report is about: those of one campaign, or all of its days."""

from broadcast.base.errors import UsageRefused, tell
from broadcast.programme.model import Airing
from broadcast.programme.settings import Campaign, CampaignId
from broadcast.record.airings import Entry
from broadcast.station.readable import Readable


def campaign_of(seen: Readable, id_: str) -> Campaign | None:
    """Find the ward's campaign of that id; None where playlist.yaml cannot be read.

    Raises UsageRefused, with the ids that there are, where it has none of that id.
    """
    if seen.overview is None:
        return None
    playlist = seen.overview.ward.playlist
    found = playlist.campaign(CampaignId(id_))
    if found is None:
        known = ", ".join(one.id for one in playlist.campaigns)
        fix = tell("Các đợt đang có: {known}.", known=known) if known else tell(
            "playlist.yaml không đặt tên đợt nào; báo cáo theo tháng, ví dụ: --month 10/2025"
        )  # fmt: skip
        raise UsageRefused(tell("Không có đợt “{id}”.", id=id_), fix)
    return found


class Meant:
    """Which airings, scripts and dealings are a report's."""

    def __init__(self, id_: str, campaign: Campaign | None) -> None:
        """`id_`: of the campaign, empty for all of the record; `campaign`: as the ward has it, None: not known."""
        self._id = id_
        folders = () if campaign is None else (campaign.folder, *(one.scripts_in for one in campaign.phases))
        self._folders = tuple(f"{folder}/" for folder in folders)

    def has(self, one: Airing) -> bool:
        """Whether the airing was of the campaign, by the record, or its script lies in the campaign's folder."""
        return not self._id or one.campaign == self._id or self.has_script(one.script)

    def has_script(self, script: str) -> bool:
        """Whether the script of that id lies in the campaign's folder."""
        return not self._id or script.startswith(self._folders)

    def within(self, entry: Entry) -> Entry:
        """Return the dealing with what it left out of the report's scripts alone."""
        if not self._id or entry.body.get("campaign") == self._id:
            return entry
        out = [one for one in entry.body.get("left_out", ()) if self.has_script(str(one.get("script")))]
        return Entry(
            key=entry.key, number=entry.number, written=entry.written, body={**entry.body, "left_out": out}
        )
