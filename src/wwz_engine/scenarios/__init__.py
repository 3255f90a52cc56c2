"""Named sets of changes beside the base: what a scenario is, and how it is read and written."""
