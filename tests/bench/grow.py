"""`python -m tests.bench.grow SIZE`: make the demo of DATABASE_ADMINISTRATOR_URL as large as SIZE."""

import os
import sys

from tests.bench.scale import SIZES, grow

if __name__ == "__main__":
    grow(os.environ["DATABASE_ADMINISTRATOR_URL"], SIZES[sys.argv[1]], lambda line: print(line, flush=True))
