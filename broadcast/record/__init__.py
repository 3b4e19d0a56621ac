"""What was heard and who allowed it, so that it can be believed."""
