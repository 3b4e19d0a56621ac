"""A new voice -> the station's shelf: brought from a stick or the network, heard, and only then taken in."""
