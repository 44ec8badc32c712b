message("skipped: no python3 that can import numpy (Debian: python3-numpy)")
