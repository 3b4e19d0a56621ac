"""The day as data: playlist.yaml -> Playlist -> Rundown -> what is still to air; and the airtime rules."""
