"""What lies before whoever releases a script, and what that person does with it."""
