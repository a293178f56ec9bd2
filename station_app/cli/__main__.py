"""``python -m station_app.cli``."""

from station_app.cli import main

raise SystemExit(main())
