"""Slow proofs: `make prove`. Each row first shows that it finds a planted defect."""
