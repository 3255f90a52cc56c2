"""Reach on foot: how far residents live from what they need every day."""
