"""Pages of rights, partnerships, organisations, people and logging in."""
