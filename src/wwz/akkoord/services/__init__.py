"""Everything that changes an agreement: one function per verb."""
