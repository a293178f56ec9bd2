"""What travels by stick: packages, keys, the roster, enrolment files, and how they are written and read."""
