"""Pages of agreements and promises: fetch with rights, call one service, render."""
