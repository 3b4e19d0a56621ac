"""Days, weeks, months, years and hours as they are written -> their words."""
