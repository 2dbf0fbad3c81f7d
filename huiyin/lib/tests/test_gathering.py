"""What is imported comes along, once, and keeps its names to itself."""

import pytest

from huiyin.lib.gathering import gathered

FILES = {
    "kit/tokens.css": ":root { --ink: black; }\n",
    "kit/base.css": "p { color: var(--ink); }\n",
    "kit/page.css": '@import "./tokens.css";\n@import "./base.css";\n',
    "street/street.css": '@import url("../kit/page.css");\nb { color: red; }\n',
    "kit/page.js": 'const words = "page";\n',
    "kit/voice.js": 'const words = "voice";\nexport const speak = () => words;\n',
    "kit/talk.js": 'import { speak } from "./voice.js";\nspeak();\n',
    "street/street.js": 'import "../kit/page.js";\nimport "../kit/talk.js";\nconst words = "street";\n',
    "street/twice.js": 'import "./street.js";\nimport "../kit/page.js";\n',
    "street/later.js": 'button.onclick = () => import("./street.js");\n',
}


def test_styles_stand_in_the_order_of_their_imports() -> None:
    words = gathered("street/street.css", FILES.__getitem__)
    assert words == FILES["kit/tokens.css"] + FILES["kit/base.css"] + "b { color: red; }\n"


def test_a_module_keeps_its_names_to_itself_and_gives_what_is_asked() -> None:
    assert gathered("street/street.js", FILES.__getitem__) == (
        '(() => {\nconst words = "page";\n})();\n'
        "(() => {\n"
        'const { speak } = (() => {\nconst words = "voice";\nconst speak = () => words;\nreturn { speak };\n})();\n'
        "speak();\n"
        "})();\n"
        'const words = "street";\n'
    )


def test_a_module_that_would_run_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"kit/page\.js is imported twice"):
        gathered("street/twice.js", FILES.__getitem__)


def test_what_is_fetched_later_is_fetched_later() -> None:
    assert gathered("street/later.js", FILES.__getitem__) == FILES["street/later.js"]
