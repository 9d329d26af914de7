"""``python -m beholden`` is the ``beholden`` command."""

from beholden.cli import main

if __name__ == "__main__":
    main()
