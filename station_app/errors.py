"""The errors of the environment: what a person can act on. Anything else that is raised is our bug."""


class StationError(Exception):
    """A problem a person can mend: ``title`` says what is wrong, ``next_step`` what to do now; both plain Chinese."""

    def __init__(self, title: str, next_step: str = "") -> None:
        super().__init__(title, next_step)
        self.title = title
        self.next_step = next_step

    def __str__(self) -> str:
        """One line for a terminal: the cause, then the next step."""
        return f"{self.title}{self.next_step}" if self.title.endswith("。") else f"{self.title}。{self.next_step}"
