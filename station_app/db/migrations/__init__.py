"""Numbered, frozen scripts that bring ``station.db`` from one release to the next: ``0001_initial.py``, …

A script defines ``up(migrator, db)``. It may create, add, rename and drop; any other change is explicit SQL (new table,
copy, drop, rename), for peewee's column rebuild loses STRICT. It imports nothing of this program, whose models move on.
"""
