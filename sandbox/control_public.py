"""The control API of the wall and the discussions: what people do in public, and what is to be seen there."""

from __future__ import annotations

from aiohttp import web

from sandbox.model import Json
from sandbox.requests import answering, body_of
from sandbox.view import comment_view, topic_post_view, topic_view, wall_post_view
from sandbox.world import World

ACTS = "{act:edit|delete|restore}"


class PublicControl:
    """Handlers of ``/sandbox/wall…`` and ``/sandbox/topics…``."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_routes(self, router: web.UrlDispatcher) -> None:
        for verb, path, handler in (
            ("GET", "wall", self.everything),
            ("POST", "wall/posts", self.publish),
            ("POST", "wall/posts/{id}", self.change_post),
            ("POST", "wall/comments", self.comment),
            ("POST", f"wall/comments/{{id}}/{ACTS}", self.change_comment),
            ("POST", "topics", self.open_topic),
            ("POST", "topics/messages", self.write),
            ("POST", f"topics/messages/{{id}}/{ACTS}", self.change_message),
        ):
            router.add_route(verb, f"/sandbox/{path}", answering(handler))

    async def everything(self, request: web.Request) -> Json:
        """Posts, comments, topics and their messages; deleted ones too, so that they can be brought back."""
        world = self.world
        return {
            "posts": [wall_post_view(post) for post in world.posts],
            "comments": [comment_view(comment) for comment in world.wall.comments.values()],
            "topics": [topic_view(topic) for topic in world.topics],
            "topic_posts": [topic_post_view(post) for post in world.board.posts.values()],
        }

    async def publish(self, request: web.Request) -> Json:
        body = await body_of(request)
        self.world.check_manager(int(body["user_id"]))
        return wall_post_view(self.world.publish(str(body["text"]), attachments=body.get("attachments") or ()))

    async def change_post(self, request: web.Request) -> Json:
        body = await body_of(request)
        return wall_post_view(self.world.wall.set_closed(_id(request), bool(body["closed"])))

    async def comment(self, request: web.Request) -> Json:
        body = await body_of(request)
        act = self.world.comment_by_hand if body.get("as_community") else self.world.comment
        comment = act(
            int(body["user_id"]),
            int(body["post_id"]),
            str(body.get("text", "")),
            reply_to=body.get("reply_to"),
            attachments=body.get("attachments") or (),
        )
        return comment_view(comment)

    async def change_comment(self, request: web.Request) -> Json:
        body, world = await body_of(request), self.world
        user_id, comment_id, act = int(body["user_id"]), _id(request), request.match_info["act"]
        if act == "edit":
            return comment_view(world.edit_comment(user_id, comment_id, str(body["text"])))
        if act == "restore":
            return comment_view(world.restore_comment(user_id, comment_id))
        world.delete_comment(user_id, comment_id)
        return comment_view(world.wall.comments[comment_id])

    async def open_topic(self, request: web.Request) -> Json:
        body = await body_of(request)
        self.world.check_manager(int(body["user_id"]))
        return topic_view(self.world.open_topic(str(body["title"]), str(body.get("text", ""))))

    async def write(self, request: web.Request) -> Json:
        body = await body_of(request)
        act = self.world.topic_post_by_hand if body.get("as_community") else self.world.write_in_topic
        attachments = body.get("attachments") or ()
        post = act(int(body["user_id"]), int(body["topic_id"]), str(body.get("text", "")), attachments=attachments)
        return topic_post_view(post)

    async def change_message(self, request: web.Request) -> Json:
        body, world = await body_of(request), self.world
        user_id, post_id, act = int(body["user_id"]), _id(request), request.match_info["act"]
        if act == "edit":
            return topic_post_view(world.edit_topic_post(user_id, post_id, str(body["text"])))
        if act == "restore":
            return topic_post_view(world.restore_topic_post(user_id, post_id))
        world.delete_topic_post(user_id, post_id)
        return topic_post_view(world.board.posts[post_id])


def _id(request: web.Request) -> int:
    return int(request.match_info["id"])
