"""``python -m station_app.cli``."""

from station_app.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
