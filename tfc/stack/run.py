def run(arguments):
    raise SystemExit("later")
manage = reset = run
