from django.urls import path

from quizzes import views

app_name = "quizzes"
urlpatterns = [
    path("recall/", views.study, name="study"),
    path("recall/answer/", views.answer_card, name="answer_card"),
    path("recall/rate/", views.rate_card, name="rate_card"),
    path("recall/undo/", views.undo_answer, name="undo_answer"),
    path("recall/summary/", views.show_summary, name="show_summary"),
    path("recall/self-test/", views.self_test, name="self_test"),
    path("recall/mastery/<path:slug>/", views.show_mastery, name="show_mastery"),
]
