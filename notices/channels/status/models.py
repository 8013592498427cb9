"""The public status page: which edition of it is true, and which one its copy holds."""

import secrets

from django.db import models


def new_mark() -> str:
    return secrets.token_hex(4)


class StatusEdition(models.Model):
    """One row. `version` counts the changes of what the public may read; it changes in the transaction of the change.

    `mark` tells two versions of one number apart, where a database was restored.

    The copy is the folder of files that a plain web server serves. It is due to be written from `due_at` on.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    version = models.PositiveBigIntegerField(default=0)
    mark = models.CharField(max_length=16, default=new_mark, help_text="another one with each change")
    changed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="null: the copy holds this version")
    taken_until = models.DateTimeField(null=True, help_text="somebody writes the copy, and is given up then")
    written_at = models.DateTimeField(null=True)
    written_version = models.PositiveBigIntegerField(null=True)
    written_pages = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True, help_text="why the copy could not be written the last time")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="status_edition_only_one")]

    def __str__(self) -> str:
        return str(self.version)
