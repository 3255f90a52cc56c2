"""People per area, sex and five-year age: today, and as they grow older."""
