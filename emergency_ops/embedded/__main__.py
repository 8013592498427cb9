"""`python -m emergency_ops.embedded COMMAND`: what `./ops` calls once the environment is set up."""

import sys

from emergency_ops.embedded.cli import main

sys.exit(main(sys.argv[1:]))
