"""board.*: the discussions, for an administrator's token and, to read only, an application's."""

from __future__ import annotations

from sandbox.board import Topic
from sandbox.errors import VkError
from sandbox.methods.wall import administrator, content, extended, likes, page
from sandbox.model import Json
from sandbox.params import Params
from sandbox.state import State

# Field of the topic, newest first or not.
ORDERS = {
    "1": ("updated", True),
    "2": ("created", True),
    "-1": ("updated", False),
    "-2": ("created", False),
    "0": ("updated", True),
}
PREVIEWS = {"0": "", "1": "first_comment", "2": "last_comment"}


def get_topics(state: State, p: Params) -> Json:
    """board.getTopics: `order` 1 is by the last update, newest first; `topic_ids` puts order and pages aside."""
    _own_board(state, p)
    field, newest_first = ORDERS[p.choice("order", "0", tuple(ORDERS))]
    topics = sorted(state.board.topics.values(), key=lambda one: (getattr(one, field), one.id), reverse=newest_first)
    wanted = p.integers("topic_ids", 100)
    offset, count = p.integer_or("offset", 0, 0), p.integer_or("count", 40, 0, 100)
    shown = [topic for topic in topics if topic.id in wanted] if wanted else topics[offset : offset + count]
    return {
        "count": len(topics),
        "items": [{**state.board.topic_shape(topic), **_preview(state, p, topic)} for topic in shown],
        "default_order": 1,
        "can_add_topics": 0,
        **extended(state, p, (-state.group_id for _ in shown)),
    }


def get_comments(state: State, p: Params) -> Json:
    """board.getComments."""
    _own_board(state, p)
    posts = state.board.posts_of(_topic_id(state, p))
    if p.choice("sort", "asc", ("asc", "desc")) == "desc":
        posts.reverse()
    shown, real_offset = page(p, [one.id for one in posts], default_count=20)
    answer = {
        "count": len(posts),
        "items": [{**state.board.post_shape(posts[index]), **likes(p)} for index in shown],
        **extended(state, p, [posts[index].from_id for index in shown]),
    }
    return answer | ({"real_offset": real_offset} if p.has("start_comment_id") else {})


def create_comment(state: State, p: Params) -> int:
    """board.createComment by the community's administrator, with `from_group` as the community."""
    _own_board(state, p)
    topic_id = _topic_id(state, p)
    guid = p.text("guid")
    known = state.board.made_with(guid) if guid else None
    if known is not None:
        return known.id
    text, attachments = content(state, p)
    author_id = -state.group_id if p.flag("from_group") else administrator(state).id
    post = state.board.write(author_id, topic_id, text, attachments)
    if guid:
        state.board.remember(guid, post)
    return post.id


def _preview(state: State, p: Params, topic: Topic) -> Json:
    name, posts = PREVIEWS[p.choice("preview", "0", tuple(PREVIEWS))], state.board.posts_of(topic.id)
    if not name or not posts:
        return {}
    length = p.integer_or("preview_length", 90, 0)
    text = posts[0 if name == "first_comment" else -1].text
    return {name: text[:length] if length else text}


def _topic_id(state: State, p: Params) -> int:
    topic_id = p.required_integer("topic_id", 0)
    if topic_id not in state.board.topics:
        raise VkError(100, "topic_id is invalid")
    return topic_id


def _own_board(state: State, p: Params) -> None:
    if p.required_integer("group_id", 1) != state.group_id:
        raise VkError(100, "group_id is invalid")
