"""The child of `Isolated` with less to spare, so that a test need not wait so long."""

from broadcast.production.voices import child

if __name__ == "__main__":
    child._SPARE_S = 0.3
    child.main()
