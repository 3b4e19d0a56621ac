"""Numbers that count and measure, with their units, prices, shares and scores -> their words."""
