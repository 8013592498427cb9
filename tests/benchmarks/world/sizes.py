"""How large the world is: the sizes that pages are promised for."""

from typing import Final

#: identities of what was made here begin above
BASE: Final = 1_000_000
SITES: Final = 12_500
TERMINALS: Final = 100_000
EVENTS: Final = 200_000
#: minutes for which every terminal has payments; a few have a day
MINUTES: Final = 5

INCIDENTS: Final = 50_000
OPEN: Final = 60
#: terminals of the incident that is network-wide
WIDEST: Final = 6_000
ENTRIES: Final = 1_000_000
WARNINGS: Final = 200_000
OPEN_WARNINGS: Final = 300
MESSAGES: Final = 500_000
COMMANDS: Final = 50_000
ALERTS: Final = 50_000
TASKS: Final = 100_000
DISPATCHES: Final = 20_000
SUBSTITUTES: Final = 20_000
ROUNDS: Final = 200_000

PEOPLE: Final = 2_000
POSTS: Final = 300
DAYS: Final = 30

DEPOTS: Final = 200
PARTS: Final = 500
MOVEMENTS: Final = 300_000
TRANSFERS: Final = 20_000
EQUIPMENT: Final = 5_000

NOTICES: Final = 5_000
POSTINGS: Final = 20_000
