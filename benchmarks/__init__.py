"""Benchmarks: ratios in one run, never asserted, because a shared machine has no clock to trust."""
