"""The ward's loudspeaker station: scripts in, the right announcement at the right second out."""
