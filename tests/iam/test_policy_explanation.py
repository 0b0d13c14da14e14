from hypothesis import given, settings
from hypothesis import strategies as st

from iam.evaluation import compile_stack, decide
from iam.explanation import explain
from iam.messages import headline, sentence
from tests.iam.factories import INTRO, make_document, make_policies, make_request, make_statement

# Few values, so that statements and requests meet or miss each other by one thing only.
ACTIONS = ["s3:GetObject", "s3:Get*", "S3:getobject", "s3:PutObject", "*", "s*:GetObject", "sns:Publish"]
RESOURCES = [
    "*",
    INTRO,
    INTRO.upper().replace("ARN:AWS:S3", "arn:aws:s3"),
    "arn:aws:s3:::notes/${aws:username}/*",
    "arn:aws:s3:::notes/*",
    "arn:aws:s3:*:intro.md",
    "arn:aws:s*:::notes/*",
]
OPERATORS = [
    "StringEquals",
    "StringNotEquals",
    "StringLikeIfExists",
    "Bool",
    "Null",
    "NumericLessThan",
    "NotIpAddress",
    "ForAllValues:StringEquals",
    "ForAnyValue:StringNotLike",
    "ArnLike",
    "StringMatches",
]
KEYS = ["aws:username", "aws:TagKeys", "aws:SourceIp"]
VALUES = ["iam", "*", "true", "7", "203.0.113.0/24", "${aws:username}", "${aws:userid, 'iam'}", INTRO]
PRINCIPALS = [
    "arn:aws:iam::111111111111:user/alice",
    "arn:aws:iam::222222222222:user/dave",
    "arn:aws:iam::111111111111:root",
    "anonymous",
]


def lists(values):
    return st.lists(st.sampled_from(values), max_size=2)


statements = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Allow", "Deny"])},
    optional={
        "Sid": st.just("Named"),
        "Condition": st.dictionaries(
            st.sampled_from(OPERATORS), st.dictionaries(st.sampled_from(KEYS), lists(VALUES), max_size=2)
        ),
    },
)
elements = st.one_of(
    st.fixed_dictionaries({"Action": lists(ACTIONS)}), st.fixed_dictionaries({"NotAction": lists(ACTIONS)})
)
targets = st.one_of(
    st.fixed_dictionaries({"Resource": lists(RESOURCES)}),
    st.fixed_dictionaries({"NotResource": lists(RESOURCES)}),
)
whole_statements = st.tuples(statements, elements, targets).map(
    lambda parts: {**parts[0], **parts[1], **parts[2]}
)
documents = st.builds(
    lambda ones, version: make_document(*ones, version=version),
    st.lists(whole_statements, min_size=1, max_size=3),
    st.sampled_from(["2012-10-17", "2008-10-17", ""]),
)
requests = st.builds(
    make_request,
    st.sampled_from(["s3:GetObject", "s3:PutObject", "s3:ListAllMyBuckets", "sns:Publish", "kms:Decrypt"]),
    st.sampled_from([INTRO, "*", "arn:aws:s3:::notes/iam/x"]),
    st.sampled_from(PRINCIPALS),
    st.dictionaries(st.sampled_from(KEYS), lists(["iam", "true", "7", "203.0.113.9"])),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(documents, max_size=2), requests)
def test_explanation_agrees_with_the_decision(policies, request):
    compiled = compile_stack(identity=policies)
    decision = decide(compiled, request)

    explanation = explain(compiled, request)

    assert explanation.decision == decision
    decisive = {
        (child.policy, child.span)
        for layer in explanation.layers
        for policy in layer.children
        for child in policy.children
        if child.decides
    }
    assert decisive == {(ref.policy, ref.span) for ref in decision.deciding}
    assert headline(decision).endswith(".")
    for reason in _walk(explanation.layers):
        assert sentence(reason).endswith(".")


@settings(max_examples=200, deadline=None)
@given(st.lists(documents, min_size=1, max_size=2), st.lists(requests, min_size=2, max_size=4))
def test_explanation_owes_nothing_to_the_requests_before_it(policies, asked):
    stack = compile_stack(identity=policies)

    explanations = [explain(stack, request) for request in asked]

    assert explanations == [explain(compile_stack(identity=policies), request) for request in asked]


@settings(max_examples=200, deadline=None)
@given(st.lists(whole_statements, min_size=1, max_size=4), requests, st.randoms())
def test_order_of_statements_never_matters(ones, request, random):
    shuffled = random.sample(ones, len(ones))

    before = decide(compile_stack(identity=[make_document(*ones)]), request)
    after = decide(compile_stack(identity=[make_document(*shuffled)]), request)

    assert before.outcome == after.outcome


@settings(max_examples=200, deadline=None)
@given(st.lists(whole_statements, min_size=1, max_size=3), whole_statements, requests)
def test_one_more_deny_never_allows_and_one_more_allow_never_denies(ones, added, request):
    before = decide(compile_stack(identity=[make_document(*ones)]), request).outcome

    denied = decide(
        compile_stack(identity=[make_document(*ones, {**added, "Effect": "Deny"})]), request
    ).outcome
    allowed = decide(
        compile_stack(identity=[make_document(*ones, {**added, "Effect": "Allow"})]), request
    ).outcome

    assert denied != "allowed" or before == "allowed"
    assert allowed != "explicitDeny" or before == "explicitDeny"


def _walk(reasons):
    for reason in reasons:
        yield reason
        yield from _walk(reason.children)


def test_tree_says_what_matched_and_what_did_not():
    policies = make_policies(
        make_statement(Sid="Read", Action=["sns:*", "s3:Get*"], Resource="arn:aws:s3:::notes/*"),
        make_statement(
            "Deny",
            Sid="NoPlainHttp",
            Action="s3:*",
            Resource="arn:aws:s3:::Notes/*",
            Condition={"Bool": {"aws:SecureTransport": "false"}},
        ),
    )

    explanation = explain(policies, make_request())

    codes = [(reason.element, reason.state, reason.code) for reason in _walk(explanation.layers)]
    assert codes == [
        ("layer", "matched", "layerAllows"),
        ("policy", "matched", "policySpeaks"),
        ("statement", "matched", "statementAllows"),
        ("action", "matched", "actionMatched"),
        ("value", "notMatched", "actionPatternOtherService"),
        ("value", "matched", "actionPatternMatches"),
        ("resource", "matched", "resourceMatched"),
        ("value", "matched", "resourcePatternMatches"),
        ("statement", "notMatched", "statementDiffers"),
        ("action", "matched", "actionMatched"),
        ("value", "matched", "actionPatternMatches"),
        ("resource", "notMatched", "resourceNotMatched"),
        ("value", "notMatched", "resourcePatternCase"),
        ("condition", "notMatched", "keyMissing"),
        ("value", "notReached", "valueNotCompared"),
    ]
    assert explanation.missing_keys == ("aws:SecureTransport",)


def test_missing_keys_come_once_from_conditions_and_variables():
    policies = make_policies(
        make_statement(
            Resource="arn:aws:s3:::notes/${aws:username}/*",
            Condition={"StringEquals": {"AWS:username": "${aws:PrincipalTag/team}", "aws:userid": "x"}},
        )
    )

    explanation = explain(policies, make_request(context={"aws:userid": "x"}))

    assert explanation.missing_keys == ("aws:username", "aws:PrincipalTag/team")


def test_headlines_speak_as_the_pages_do():
    allow = make_statement(Sid="Read")
    deny = make_statement("Deny", Sid="NoDeleteWithoutMFA")
    request = make_request()

    assert headline(decide(make_policies(allow, deny), request)) == (
        "Statement `NoDeleteWithoutMFA` denies it, and a deny can't be outvoted."
    )
    assert headline(decide(make_policies(deny, make_statement("Deny")), request)) == (
        "Statements `NoDeleteWithoutMFA` and `statement 2` deny it, and a deny can't be outvoted."
    )
    assert headline(decide(make_policies(allow), request)) == (
        "Statement `Read` allows it, and nothing denies it."
    )
    assert headline(decide(compile_stack(identity=[]), request)) == (
        "A permission is missing: no statement allows it."
    )
