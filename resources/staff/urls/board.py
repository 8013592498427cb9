"""Posts, the A/B board, the emergency team."""

from django.urls import URLPattern, path

from resources.staff.views import board, posts, team

urlpatterns: list[URLPattern] = [
    path("board/", board.board, name="board"),
    path("posts/new/", posts.create, name="post_create"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/edit/", posts.edit, name="post_edit"),
    path("posts/<int:pk>/retire/", posts.retire, name="post_retire"),
    path("posts/<int:pk>/assign/", posts.assign_person, name="post_assign"),
    path("assignments/", board.assignments, name="assignments"),
    path("assignments/<int:pk>/end/", posts.end, name="assignment_end"),
    path("team/", team.team, name="team"),
]
