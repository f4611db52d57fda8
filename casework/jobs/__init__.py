"""What is done after a change: shallow tasks, run at least once, effective once."""
