"""Verbs by which a sentence claims or demands something.

There is no grammar here: a verb is one of these words, or a word that ends in `s` before an article or the like.
An open rule would take nouns (`tests`, `rights`) for verbs.
"""

import re

_VERBS = (
    "is are was were isn't aren't can can't cannot could may might must mustn't should shouldn't will won't would "
    "has have had hasn't haven't does doesn't do don't did didn't need needs means contains contain holds supports "
    "support requires require applies apply belongs belong depends depend consists consist includes include exists "
    "exist lets allows denies grants gives give takes take makes makes uses use works work becomes become begins "
    "starts ends expires expire remains remain stays stay comes goes differs differ helps help shows show tells says "
    "say decides decide wins beats overrides limits caps narrows binds bind covers cover counts count acts act serves "
    "serve returns return carries carry combines combine reaches lasts costs fails fail ignores ignore inherits "
    "inherit defaults provides provide creates create assigns assign attaches attach restricts enforces controls "
    "control stands stand lies runs run sends keeps keep passes pass asks wants looks knows sees see lacks cares "
    "happens affects affect replaces replace generates stores store signs sign identifies identify describes describe "
    "start override win beat narrow cost reach begin expire know want look live lives protect protects prove proves "
    "defines define refuses refuse rejects reject accepts accept admits matches match compares compare follows follow"
).split()
_BEHIND = (
    r"(?:the|a|an|no|only|never|not|its|their|any|every|each|all|both|what|who|whether|how|nothing|nobody)"
)
VERB = re.compile(rf"\b(?:{'|'.join(_VERBS)})\b|\b[a-z]+[^\Wsui]s(?= {_BEHIND}\b)")

IMPERATIVES = (
    "always apply ask assign attach audit avoid cap check choose create delegate delete demand deny do don't "
    "enable encourage encrypt enforce ensure follow give grant guard keep leave let limit lock log make monitor never "
    "prefer put register remove require restrict review rotate set share start stop store test treat trust use "
    "verify watch write launch open click select run wait add call send deactivate"
).split()
IMPERATIVE = re.compile(rf"^(?:{'|'.join(IMPERATIVES)})\b", re.IGNORECASE)
