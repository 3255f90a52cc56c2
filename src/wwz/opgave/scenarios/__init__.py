"""Scenarios: named sets of changes, tried out live, kept, shared and laid side by side."""
