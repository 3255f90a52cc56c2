"""What people do in this step: one function per verb."""
