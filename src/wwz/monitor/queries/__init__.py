"""What the monitor, the board's page and the pack read."""
