"""The rules of the house, each a function from a tree to the problems found in it.

A rule takes the root of a checkout, so that `tests/test_house.py` can hand it both this checkout,
where it must find nothing, and a small tree with one planted defect, which it must find.
"""
