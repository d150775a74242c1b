# What every page shares: names of things, time, the frame around a page.
common-product = Gatepass
