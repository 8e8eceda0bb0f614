"""Sums, coins, networks and markets, in sentences and in tables."""
