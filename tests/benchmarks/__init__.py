"""Benchmarks: what the program costs, beside what the same work costs at least on this machine."""
