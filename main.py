"""The program's door: the window, or a command when one is named."""

from station_app.app import main

raise SystemExit(main())
