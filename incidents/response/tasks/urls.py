"""Pages of tasks."""

from django.urls import URLPattern, path

from .views import lists, task

app_name = "tasks"
urlpatterns: list[URLPattern] = [
    path("", lists.mine, name="mine"),
    path("live/", lists.mine_live, name="mine_live"),
    path("count/", lists.count, name="count"),
    path("accept-all/", lists.accept_all, name="accept_all"),
    path("all/", lists.task_list, name="list"),
    path("of/<str:number>/", lists.board, name="board"),
    path("of/<str:number>/add/", lists.add, name="add"),
    path("of/<str:number>/steps/", lists.add_steps, name="add_steps"),
    path("<int:pk>/", task.task, name="task"),
    *[path(f"<int:pk>/{name}/", task.do, {"name": name}, name=name.replace("-", "_")) for name in task.DEEDS],
]
