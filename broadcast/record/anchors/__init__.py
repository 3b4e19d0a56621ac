"""Days of the log signed, carried out of the machine, and held against what was carried out."""
