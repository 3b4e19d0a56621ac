"""What comes from outside -> what it is, how it sounds, and its samples; decoded in a child process alone."""
