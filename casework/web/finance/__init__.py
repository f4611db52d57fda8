"""Pages of finance: instalments, payment runs, the treasury's answers, budget lines."""
