"""The pages of this step: fetch with rights, call one service, render."""
