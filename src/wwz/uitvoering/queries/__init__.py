"""What the pages of this step read, always with the rights of the actor."""
