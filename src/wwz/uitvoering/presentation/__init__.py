"""Pages of this step put together from what was read."""
