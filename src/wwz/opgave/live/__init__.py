"""Questions that a page asks and wants answered at once, by a worker with everything warm."""
