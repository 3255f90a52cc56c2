"""Reads of partnerships, parties, people and rights."""
