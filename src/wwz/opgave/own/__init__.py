"""What a partnership brings of its own: homes, plans and figures, on screen or in a file."""
