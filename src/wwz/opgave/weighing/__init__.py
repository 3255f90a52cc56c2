"""Weighing demand and supply: a question with limits, its answers, and proposals made of them."""
