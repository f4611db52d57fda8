"""Pages of the three administrators: accounts, rights, logs; each sees only what is theirs."""
