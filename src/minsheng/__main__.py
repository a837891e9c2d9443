"""`python -m minsheng` is the command line."""

if __name__ == "__main__":
    from minsheng.cli import main

    main()
