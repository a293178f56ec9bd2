"""A station filled with invented records through the real services, to be looked at and tried out."""

from station_app.services.demo.filling import PASSPHRASE as PASSPHRASE
from station_app.services.demo.filling import fill as fill
from station_app.services.demo.paper import print_all as print_all
from station_app.services.demo.street import CENTRE_FOLDER as CENTRE_FOLDER
from station_app.services.demo.street import live_street as live_street

LABEL = "演示"
