"""From a decided proposal to commitments and initiatives, and the thread between them."""
