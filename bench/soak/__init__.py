"""The long runs: processes killed at random, the database away, disks full (`make soak`)."""
