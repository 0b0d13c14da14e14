"""Places of what was read, and of what is wrong: line and column, both from 1."""

import json

import pytest

from iam.policy import parse_policy, read_document

SOUND = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": "*",
      "Condition": {
        "Bool": { "aws:SecureTransport": true }
      }
    }
  ]
}"""


def place(span):
    return span.line, span.column, span.end_line, span.end_column


def test_every_element_knows_its_place():
    document = parse_policy(SOUND).document
    assert document is not None
    statement = document.statements[0]
    condition = statement.conditions[0]

    assert place(document.span) == (1, 1, 14, 2)
    assert place(document.version.span) == (2, 14, 2, 26)
    assert place(statement.span) == (4, 5, 12, 6)
    assert place(statement.sid.span) == (5, 14, 5, 20)
    assert place(statement.effect_span) == (6, 17, 6, 24)
    assert [place(value.span) for value in statement.action.values] == [(7, 18, 7, 32), (7, 34, 7, 49)]
    assert place(statement.resource.span) == (8, 19, 8, 22)
    assert place(condition.operator.span) == (10, 9, 10, 15)
    assert place(condition.key.span) == (10, 19, 10, 40)
    assert place(condition.values[0].span) == (10, 42, 10, 46)
    assert SOUND[statement.sid.span.offset :].startswith('"Read"')


def test_values_keep_their_text():
    document = parse_policy(SOUND).document
    assert document is not None

    assert [value.text for value in document.statements[0].action.values] == ["s3:GetObject", "s3:ListBucket"]
    assert document.statements[0].conditions[0].values[0].text == "true"
    assert document.has_variables
    assert not document.is_refused


def test_one_statement_may_stand_without_its_list():
    document = parse_policy('{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}').document
    assert document is not None

    assert [statement.effect for statement in document.statements] == ["Deny"]
    assert not document.has_variables


def test_escapes_are_read_and_columns_count_characters():
    text = '{"Id": "é\\u00e9\\n\\ud83d\\ude00", "Statement": []}'

    parsed = parse_policy(text, "resource")

    assert parsed.document is not None
    assert parsed.document.id.text == "éé\n\U0001f600"
    assert [(one.code, one.span.column) for one in parsed.findings] == [("statementEmpty", 46)]


STATEMENT = '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"%s}'
FAULTS = [
    ("", "jsonEmpty", 1, 1),
    (" \n ", "jsonEmpty", 1, 1),
    ("[]", "documentNoObject", 1, 1),
    ("nul", "jsonUnexpected", 1, 1),
    ("{", "jsonUnclosed", 1, 1),
    ("{'Version': 1}", "jsonUnexpected", 1, 2),
    ('{"Version"', "jsonEnd", 1, 11),
    ('{"Version" "x"}', "jsonUnexpected", 1, 12),
    ('{"Version": "2012-10-17"\n "Statement": []}', "jsonUnexpected", 2, 2),
    ('{"Version": "2012-10-17",\n}', "jsonTrailingComma", 1, 25),
    ('{"Statement": [1, 2,]}', "jsonTrailingComma", 1, 20),
    ('{"Statement": [1 2]}', "jsonUnexpected", 1, 18),
    ('{"Statement": []} x', "jsonTrailing", 1, 19),
    ('{"Statement": "a', "jsonUnclosedText", 1, 15),
    ('{"Statement": "a\nb"}', "jsonUnclosedText", 1, 15),
    ('{"Statement": "a\tb"}', "jsonControlCharacter", 1, 17),
    ('{"Statement": "\x00"}', "jsonControlCharacter", 1, 16),
    ('{"Statement": "\\x"}', "jsonEscape", 1, 16),
    ('{"Statement": "\\u12g4"}', "jsonEscape", 1, 16),
    ('{"Statement": 01}', "jsonUnexpected", 1, 15),
    ('{"Statement": NaN}', "jsonUnexpected", 1, 15),
    ('{"Version": "2012-10-17"}', "statementMissing", 1, 1),
    ('{"Statement": []}', "statementEmpty", 1, 15),
    ('{"Statement": ["x"]}', "statementNoObject", 1, 16),
    ('{"Statement": "x"}', "statementNoObject", 1, 15),
    ('{"Version": "2023-01-01", "Statement": [%s]}' % (STATEMENT % ""), "versionUnknown", 1, 13),
    ('{"Version": 2012, "Statement": [%s]}' % (STATEMENT % ""), "notText", 1, 13),
    ('{"Id": "x", "Statement": [%s]}' % (STATEMENT % ""), "idNotAllowed", 1, 2),
    ('{"statement": [%s]}' % (STATEMENT % ""), "elementMisspelt", 1, 2),
    ('{"Statement": [\n%s]}' % (STATEMENT % ', "Effect": "Deny"'), "duplicateKey", 2, 64),
    ('{"Statement": [\n%s]}' % (STATEMENT % ', "Colour": "x"'), "elementUnknown", 2, 64),
    ('{"Statement": [\n%s]}' % (STATEMENT % ', "Conditoin": {}'), "elementMisspelt", 2, 64),
    ('{"Statement": [\n%s]}' % (STATEMENT % ', "NotAction": "s3:*"'), "bothForms", 2, 64),
    ('{"Statement": [\n%s]}' % (STATEMENT % ', "Principal": "*"'), "principalNotAllowed", 2, 64),
    ('{"Statement": [\n%s]}' % (STATEMENT % ', "Condition": []'), "conditionNoObject", 2, 77),
    ('{"Statement": [\n%s]}' % (STATEMENT % ', "Condition": {"Bool": 1}'), "operatorNoObject", 2, 86),
    ('{"Statement": [\n%s]}' % (STATEMENT % ', "Condition": {"Bool": {"a:b": null}}'), "notScalar", 2, 94),
    ('{"Statement": [{"Action": "s3:*", "Resource": "*"}]}', "effectMissing", 1, 16),
    ('{"Statement": [{"Effect": "allow", "Action": "s3:*", "Resource": "*"}]}', "effectUnknown", 1, 27),
    ('{"Statement": [{"Effect": "Allow", "Resource": "*"}]}', "actionMissing", 1, 16),
    ('{"Statement": [{"Effect": "Allow", "Action": "s3:*"}]}', "resourceMissing", 1, 16),
    ('{"Statement": [{"Effect": "Allow", "Action": "Get", "Resource": "*"}]}', "actionShape", 1, 46),
    ('{"Statement": [{"Effect": "Allow", "Action": 7, "Resource": "*"}]}', "notText", 1, 46),
    ('{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "notes"}]}', "resourceShape", 1, 66),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "column"), FAULTS)
def test_fault_is_found_at_its_place(text, code, line, column):
    findings = parse_policy(text).findings

    assert [(one.code, one.severity, one.span.line, one.span.column) for one in findings] == [
        (code, "error", line, column)
    ]


def test_empty_list_is_only_doubtful():
    parsed = parse_policy('{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": []}]}')

    assert [(one.code, one.severity) for one in parsed.findings] == [("emptyList", "warning")]
    assert parsed.document is not None
    assert not parsed.document.is_refused


def test_decoded_document_reads_as_its_text_does():
    parsed = read_document(json.loads(SOUND))

    assert parsed.findings == ()
    assert parsed.document is not None
    assert parsed.document.statements[0].sid.text == "Read"
    assert place(parsed.document.statements[0].span)[:2] == (4, 5)


PRINCIPAL = '{"Version": "2012-10-17", "Statement": [{"Effect": "%s", %s"Action": "s3:*"%s}]}'


@pytest.mark.parametrize(
    ("policy_type", "effect", "principal", "resource", "codes"),
    [
        ("resource", "Allow", '"Principal": "*", ', ', "Resource": "*"', []),
        ("resource", "Allow", "", ', "Resource": "*"', ["principalMissing"]),
        ("resource", "Allow", '"Principal": "x", ', "", ["principalShape"]),
        ("trust", "Allow", '"Principal": {"Service": "ec2.amazonaws.com"}, ', "", []),
        ("trust", "Allow", '"Principal": "*", ', ', "Resource": "*"', ["elementNotAllowed"]),
        ("trust", "Deny", '"NotPrincipal": {"AWS": "111111111111"}, ', "", ["elementNotAllowed"]),
        ("scp", "Allow", "", ', "Resource": "*"', []),
        ("rcp", "Allow", '"Principal": "*", ', ', "Resource": "*"', ["allowNotAllowed"]),
        ("rcp", "Deny", '"Principal": {"AWS": "111111111111"}, ', ', "Resource": "*"', ["principalNotStar"]),
    ],
)
def test_each_type_has_its_own_grammar(policy_type, effect, principal, resource, codes):
    findings = parse_policy(PRINCIPAL % (effect, principal, resource), policy_type).findings

    assert [finding.code for finding in findings] == codes
