"""`python -m bench`: all measurements in one run, in about ten minutes."""

import os
import platform

from bench import adoption, pages, plans, reports, risk, schedule, start
from bench.sample import product

print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; CPU time, medians")
start.run()
schedule.run()
risk.run()
with product() as app:
    pages.run(app)
    reports.run(app)
    plans.run(app)
adoption.run()
