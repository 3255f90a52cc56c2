"""What the site adds to the command ``wwz``: demo, serve, worker and account.

Django is imported inside functions: the settings need an environment that these commands make.
"""
