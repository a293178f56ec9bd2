"""The widgets of the design language."""
