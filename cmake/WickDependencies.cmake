# What the libraries need. The tests, tools and benchmarks find theirs in their own folders.
find_package(Torch 1.13 REQUIRED)
find_package(TBB 2021.5 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
