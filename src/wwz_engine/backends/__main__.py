"""``python -m wwz_engine.backends``: compile the kernels once, at install."""

from wwz_engine.backends import warm

if __name__ == "__main__":
    warm()
