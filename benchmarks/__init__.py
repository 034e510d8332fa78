"""How fast and how small entityfr is beside spaCy: ``python -m benchmarks``."""

import os

# One thread a process, in every library that multiplies matrices; set before any is loaded.
for name in ("OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
