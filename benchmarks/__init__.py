"""Measurements of this version: `make bench`."""
