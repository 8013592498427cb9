"""Pages, a module a purpose."""

from . import absences, board, duty, people, qualifications

app_name = "staff"
urlpatterns = [
    *people.urlpatterns,
    *board.urlpatterns,
    *absences.urlpatterns,
    *duty.urlpatterns,
    *qualifications.urlpatterns,
]
