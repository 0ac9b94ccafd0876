def relatives(stem: str) -> tuple[str, ...]:
    return ()
