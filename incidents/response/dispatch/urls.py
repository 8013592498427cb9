"""Pages of dispatches."""

from django.urls import URLPattern, path

from .views import boards, replacing, sending, stepping

app_name = "dispatch"

urlpatterns: list[URLPattern] = [
    path("", boards.board, name="board"),
    path("mine/", boards.mine, name="mine"),
    path("of/<str:number>/", sending.panel, name="panel"),
    path("of/<str:number>/who/", sending.choose, name="choose"),
    path("of/<str:number>/several/", sending.several, name="several"),
    path("of/<str:number>/parts/<str:code>/", replacing.replace_part, name="replace_part"),
    path("<int:pk>/", stepping.page, name="page"),
    path("<int:pk>/scan/", stepping.scan, name="scan"),
    path("<int:pk>/items/<int:item>/missing/", stepping.item_missing, name="item_missing"),
    *[path(f"<int:pk>/{name}/", stepping.step, {"name": name}, name=name) for name in stepping.STEPS],
]
