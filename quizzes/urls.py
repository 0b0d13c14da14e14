from django.urls import path

from quizzes.views import cram, exams, shelving, statistics, study, transfer

app_name = "quizzes"
urlpatterns = [
    path("recall/", study.study, name="study"),
    path("recall/answer/", study.answer_card, name="answer_card"),
    path("recall/rate/", study.rate_card, name="rate_card"),
    path("recall/hint/", study.take_hint, name="take_hint"),
    path("recall/undo/", study.undo, name="undo"),
    path("recall/skip/", shelving.skip_card, name="skip_card"),
    path("recall/suspend/", shelving.suspend_card, name="suspend_card"),
    path("recall/suspended/", shelving.list_suspended, name="list_suspended"),
    path("recall/resume/", shelving.resume_card, name="resume_card"),
    path("recall/report/", shelving.report_question, name="report_question"),
    path("recall/summary/", study.show_summary, name="show_summary"),
    path("recall/self-test/", study.self_test, name="self_test"),
    path("recall/statistics/", statistics.show_statistics, name="show_statistics"),
    path("recall/transfer/", transfer.show_transfer, name="show_transfer"),
    path("recall/transfer/in/", transfer.bring_in_file, name="bring_in_file"),
    path("recall/transfer/<slug:name>/", transfer.download, name="export_cards"),
    path("recall/exams/", exams.list_exams, name="list_exams"),
    path("recall/exams/begin/", exams.begin_exam, name="begin_exam"),
    path("recall/exams/<int:pk>/", exams.open_exam, name="open_exam"),
    path("recall/exams/<int:pk>/finish/", exams.finish_exam, name="finish_exam"),
    path("recall/exams/<int:pk>/recall/", exams.recall_missed, name="recall_missed"),
    path("recall/exams/<int:pk>/<int:position>/", exams.exam_question, name="exam_question"),
    path("recall/cram/", cram.choose_cram, name="choose_cram"),
    path("recall/cram/begin/", cram.begin_cram, name="begin_cram"),
    path("recall/cram/<int:pk>/", cram.go_on_cramming, name="go_on_cramming"),
    path("recall/cram/<int:pk>/again/", cram.go_round_again, name="go_round_again"),
    path("recall/cram/<int:pk>/summary/", cram.cram_summary, name="cram_summary"),
    path("recall/cram/<int:pk>/<int:position>/", cram.cram_question, name="cram_question"),
    path("recall/mastery/<path:slug>/", study.show_mastery, name="show_mastery"),
]
