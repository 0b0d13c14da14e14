from django.urls import path

from content import own_vaults, views

app_name = "content"
urlpatterns = [
    path("notes/", views.open_vault, name="open_vault"),
    path("notes/<path:slug>/", views.read_note, name="read_note"),
    path("backlinks/<path:slug>/", views.list_backlinks, name="list_backlinks"),
    path("preview/<path:slug>/", views.preview_note, name="preview_note"),
    path("mentions/<path:slug>/", views.list_mentions, name="list_mentions"),
    path("cheatsheet/<path:slug>/", views.show_cheatsheet, name="show_cheatsheet"),
    path("files/<path:path>", views.show_file, name="show_file"),
    path("vaults/", own_vaults.list_vaults, name="list_vaults"),
    path("vaults/choose/", own_vaults.choose, name="choose_vault"),
    path("vaults/<str:pk>/rename/", own_vaults.rename, name="rename_vault"),
    path("vaults/<str:pk>/replace/", own_vaults.replace, name="replace_vault"),
    path("vaults/<str:pk>/delete/", own_vaults.delete, name="delete_vault"),
    path("place/", views.keep_place, name="keep_place"),
]
