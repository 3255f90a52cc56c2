"""The verbs of the board: ask, answer and record a decision, freeze and release a pack."""
