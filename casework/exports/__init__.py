"""What leaves the office as a file: papers, tables, histories."""
