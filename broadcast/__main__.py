"""`python -m broadcast`, for where the script is not on the path."""

from broadcast.cli import main

if __name__ == "__main__":
    main()
