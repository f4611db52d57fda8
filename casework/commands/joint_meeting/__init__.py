"""The joint meeting: calling it, its agenda, holding it, its minutes."""
