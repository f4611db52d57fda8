"""Joint meetings as they are read: for an act under lock, and for the pages."""
