"""代表联络站工作台: the workbench of a people's congress liaison station."""

__version__ = "0.1.0"
