"""Public data in, one tidy table out: a module per data set behind one registry."""
