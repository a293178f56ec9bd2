"""Packages on a stick: written, taken in, undone; who may send to whom."""
