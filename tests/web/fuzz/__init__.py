"""Hostile input for every form and every address of every role."""
