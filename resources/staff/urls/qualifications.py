"""Training, drills, badges."""

from django.urls import URLPattern, path

from resources.staff.views import badges, checking, training

urlpatterns: list[URLPattern] = [
    path("training/", training.records, name="training"),
    path("training/record/", training.record, name="record_create"),
    path("training/records/<int:pk>/", training.record_detail, name="record"),
    path("training/records/<int:pk>/revoke/", training.record_revoke, name="record_revoke"),
    path("training/courses/", training.courses, name="courses"),
    path("training/courses/new/", training.course_create, name="course_create"),
    path("training/courses/<int:pk>/", training.course, name="course"),
    path("training/courses/<int:pk>/edit/", training.course_edit, name="course_edit"),
    path("training/courses/<int:pk>/retire/", training.course_retire, name="course_retire"),
    path("badges/", badges.badges, name="badges"),
    path("badges/issue/", badges.issue, name="badge_issue"),
    path("badges/print/", badges.badge_print, name="badge_print"),
    path("badges/<int:pk>/", badges.badge, name="badge"),
    path("badges/<int:pk>/renew/", badges.badge_renew, name="badge_renew"),
    path("badges/<int:pk>/revoke/", badges.badge_revoke, name="badge_revoke"),
    path("people/<int:pk>/photo/", badges.photo_edit, name="photo_edit"),
    path("people/<int:pk>/photo.jpg", badges.photo, name="photo"),
    path("b/<str:token>/", checking.check, name="check"),
]
