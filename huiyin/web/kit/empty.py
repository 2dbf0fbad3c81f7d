"""The tag of empty lists, which holds a piece of template of its own."""

from django.template import Context
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.loader import get_template
from django.utils.safestring import SafeString


class EmptyNode(Node):
    """`{% empty_state icon="inbox" title="…" %}what to do next{% end_empty_state %}`."""

    def __init__(self, nodes: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodes = nodes
        self.values = values

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.values.items()}
        shown = {**values, "body": self.nodes.render(context)}
        return SafeString(get_template("kit/empty.html").render(shown))


def empty_state(parser: Parser, token: Token) -> EmptyNode:
    """An empty list says so and says what to do next."""
    values = token_kwargs(token.split_contents()[1:], parser)
    nodes = parser.parse(("end_empty_state",))
    parser.delete_first_token()
    return EmptyNode(nodes, values)
