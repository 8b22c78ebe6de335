"""Whether the web server of this container answers: compose asks by this, and the picture has no other client."""

import sys
from urllib.request import urlopen

# A fixed address of this very machine.
with urlopen("http://127.0.0.1:8000/health/live/", timeout=3) as answer:  # nosec B310
    sys.exit(answer.status != 200)
