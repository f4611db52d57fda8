"""Measures of the hot paths, on the real servers of the tests: `make bench`. None is a test."""
