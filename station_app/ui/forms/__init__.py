"""Forms: sheets that hold one part of a record each, and what they share."""
