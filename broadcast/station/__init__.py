"""One ward's station put together, and everything that is done with it."""
