"""The monitor, the page of the board, and the pack."""
