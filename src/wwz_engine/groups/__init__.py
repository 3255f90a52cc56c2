"""Groups with a need: who they are, how many, and what is estimated about them."""
