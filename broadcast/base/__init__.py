"""The ground: errors, time, whole files, words, child processes."""
