"""The joint meeting's rules (联席会议): who counts, what passes, what may leave the room."""
