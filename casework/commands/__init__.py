"""What is done: one use case, one keyword-only function."""
