"""Care and welfare: clients, hours, where they live, and what there is to help them with."""
