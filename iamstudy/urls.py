from django.urls import include, path

from iamstudy import graph, health, search, views

urlpatterns = [
    path("", views.today, name="today"),
    path("graph/", graph.show_graph, name="show_graph"),
    path("search/", search.search, name="search"),
    path("health/", health.show_health, name="show_health"),
    path("theme/", views.choose_theme, name="choose_theme"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("content.urls")),
    path("", include("quizzes.urls")),
    path("", include("sandbox.urls")),
]

handler400 = "iamstudy.views.bad_request"
handler403 = "iamstudy.views.permission_denied"
handler404 = "iamstudy.views.page_not_found"
handler500 = "iamstudy.views.server_error"
