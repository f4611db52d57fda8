"""What the office keeps, one subject per file."""
