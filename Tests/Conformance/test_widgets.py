"""The messages of ipywidgets, protocol 2.1.0, as a front end that knows widgets sees them, and what one sees that does not."""

import time
import unittest
import uuid

from kernel_case import KernelCase
from test_subshells import PREPARE

VIEW = "application/vnd.jupyter.widget-view+json"
EXPLORE = 'explore("a photo of a cat", seed: 42, steps: 8)'


class Widgets(KernelCase):
    def setUp(self):
        super().setUp()
        self.models = {}
        self.images = 0
        self.assertEqual(self.run_cell(PREPARE)[0]["status"], "ok")

    def send(self, kind, content):
        message = self.client.session.msg(kind, content)
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def control(self):
        """What a front end with ipywidgets does when it connects: the states of all widgets."""
        comm = uuid.uuid4().hex
        self.published(self.send("comm_open", {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}))
        answers = self.published(self.send("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}}))
        answer = next(m for m in answers if m["msg_type"] == "comm_msg")
        self.published(self.send("comm_close", {"comm_id": comm, "data": {}}))
        self.assertEqual(answer["content"]["data"]["method"], "update_states")
        return answer

    def keep(self, messages):
        """Does with comm messages what a front end's widget manager does."""
        for message in messages:
            content = message["content"]
            if message["msg_type"] == "comm_open":
                self.assertEqual(content["target_name"], "jupyter.widget")
                self.assertEqual(message["metadata"]["version"].split(".")[0], "2")
                self.models[content["comm_id"]] = content["data"]["state"]
            elif message["msg_type"] == "comm_msg" and content["data"].get("method") in ("update", "echo_update"):
                self.models[content["comm_id"]].update(content["data"]["state"])
                self.images += ["value"] in content["data"]["buffer_paths"]
        return messages

    def move(self, widget, **state):
        return self.send("comm_msg", {"comm_id": widget, "data": {"method": "update", "state": state, "buffer_paths": []}})

    def named(self, description):
        return next(i for i, state in self.models.items() if state.get("description") == description)

    def view(self, messages):
        return next(m["content"]["data"] for m in messages if VIEW in m["content"].get("data", {}))

    def test_a_panel_and_its_fallback(self):
        content, messages = self.run_cell(EXPLORE)
        self.assertEqual(content["status"], "ok", content)
        data = self.view(self.keep(messages))
        self.assertIn("image/png", data)
        self.assertIn("ImageGrid of 9 images", data["text/plain"])
        self.assertEqual((data[VIEW]["version_major"], data[VIEW]["version_minor"]), (2, 0))
        box = self.models[data[VIEW]["model_id"]]
        self.assertEqual(box["_model_name"], "HBoxModel")
        for state in self.models.values():
            for child in state.get("children", []):
                self.assertIn(child.removeprefix("IPY_MODEL_"), self.models)
        slider = self.models[self.named("steps")]
        self.assertEqual((slider["_model_name"], slider["_view_name"], slider["value"]), ("IntSliderModel", "IntSliderView", 8))
        self.assertEqual(self.models[self.named("seed")]["value"], 42)
        self.assertIn("ddim", self.models[self.named("sampler")]["_options_labels"])

        self.keep(self.published(self.move(self.named("steps"), value=3)))
        self.assertEqual(self.images, 1)
        caption = next(s["value"] for s in self.models.values() if s["_model_name"] == "HTMLModel")
        self.assertIn("seed: 42, steps: 3", caption)
        states = self.control()
        model = states["content"]["data"]["states"][self.named("steps")]
        self.assertEqual((model["model_name"], model["model_module"], model["state"]["value"]), ("IntSliderModel", "@jupyter-widgets/controls", 3))
        self.assertEqual(states["content"]["data"]["buffer_paths"][0][1:], ["state", "value"])
        self.assertTrue(bytes(states["buffers"][0]).startswith(b"\x89PNG"))

    def test_the_picture_of_a_panel_is_a_display(self):
        """A front end that shows widgets needs no grid; a saved notebook keeps the picture that was drawn last, without the widgets."""
        self.control()
        content, messages = self.run_cell(EXPLORE)
        self.assertEqual(content["status"], "ok", content)
        self.assertNotIn("image/png", self.view(self.keep(messages)))
        picture = next(m["content"] for m in messages if "image/png" in m["content"].get("data", {}))
        self.assertIn("seed: 42, steps: 8", picture["data"]["text/plain"])
        moved = self.published(self.move(self.named("steps"), value=3))
        update = next(m["content"] for m in moved if m["msg_type"] == "update_display_data")
        self.assertEqual(update["transient"], picture["transient"])
        self.assertIn("seed: 42, steps: 3", update["data"]["text/plain"])
        self.assertNotEqual(update["data"]["image/png"], picture["data"]["image/png"])
        _, again = self.run_cell("last()")
        self.assertEqual([m["content"]["data"] for m in again if "image/png" in m["content"].get("data", {})], [update["data"]])

    def test_a_picture_to_begin_from_has_a_slider_for_strength(self):
        self.run_cell('let scene = sample("a photo of a cat", steps: 4, seed: 1)[0]')
        self.keep(self.run_cell('explore("a photo of a dog", from: scene, strength: 0.6, seed: 42, steps: 8)')[1])
        slider = self.models[self.named("strength")]
        self.assertEqual((slider["_model_name"], slider["value"], slider["min"], slider["max"]), ("FloatSliderModel", 0.6, 0.05, 1))
        self.keep(self.published(self.move(self.named("strength"), value=0.3)))
        self.assertEqual(self.images, 1)
        caption = next(s["value"] for s in self.models.values() if s["_model_name"] == "HTMLModel")
        self.assertIn("strength: 0.3, from: picture", caption)

    def run_as(self, cell, code):
        """Runs a cell as JupyterLab does, which says which one it is."""
        message = self.client.session.msg("execute_request", {"code": code, "silent": False, "store_history": True}, metadata={"cellId": cell})
        self.client.shell_channel.send(message)
        return self.keep(self.published(message["header"]["msg_id"], timeout=60))

    def test_panels_of_a_cell_that_runs_again_are_closed(self):
        self.control()
        self.run_as("a", EXPLORE)
        old = set(self.models)
        self.run_as("b", EXPLORE)
        other = set(self.models) - old
        closed = {m["content"]["comm_id"] for m in self.run_as("a", EXPLORE) if m["msg_type"] == "comm_close"}
        self.assertEqual(closed, old)
        states = self.control()["content"]["data"]["states"]
        self.assertEqual(set(states), set(self.models) - old)
        self.assertTrue(other <= set(states), "another cell's stay")
        # A panel that is shown by last() still is the cell's that made it.
        self.run_as("c", "last()")
        self.assertEqual(len([m for m in self.run_as("c", "1") if m["msg_type"] == "comm_close"]), 0)

    def test_only_the_newest_is_drawn(self):
        self.keep(self.run_cell(EXPLORE)[1])
        steps = self.named("steps")
        requests = [self.move(steps, value=50 - i % 2) for i in range(40)] + [self.move(steps, value=7)]
        waiting = set(requests)
        while waiting:
            message = self.client.get_iopub_msg(timeout=20)
            if message["parent_header"].get("msg_id") in requests:
                self.keep([message])
                if message["content"].get("execution_state") == "idle":
                    waiting.discard(message["parent_header"]["msg_id"])
        self.assertLessEqual(self.images, 3)
        caption = next(s["value"] for s in self.models.values() if s["_model_name"] == "HTMLModel")
        self.assertIn("steps: 7", caption)

    def test_nonsense_is_ignored(self):
        self.keep(self.run_cell(EXPLORE)[1])
        for state in [{"value": 0}, {"value": "x"}, {"other": 1}, {"index": 3}, {}]:
            self.published(self.move(self.named("steps"), **state))
        self.published(self.move(self.named("sampler"), index=10_000))
        self.published(self.send("comm_msg", {"comm_id": self.named("steps"), "data": {"method": "custom", "content": 3}}))
        self.assertEqual(self.run_cell("1 + 1")[0]["status"], "ok")

    def test_the_stop_button(self):
        self.control()
        request = self.client.execute("let run = train(cat, on: photos, steps: 100000, validateEvery: 0)")
        shown = button = None
        while not (button and "steps/s" in shown):
            message = self.client.get_iopub_msg(timeout=20)
            self.keep([message])
            data = message["content"].get("data", {})
            shown = data.get("text/plain", "")
            button = data.get(VIEW, {}).get("model_id") or button
        self.assertEqual(self.models[button]["_model_name"], "ButtonModel")
        start = time.monotonic()
        self.send("comm_msg", {"comm_id": button, "data": {"method": "custom", "content": {"event": "click"}}})
        self.assertEqual(self.reply(request, timeout=10)["content"]["status"], "ok", "a button is no error")
        self.assertLess(time.monotonic() - start, 2)
        messages = self.published(request)
        self.assertTrue(any(m["msg_type"] == "comm_close" and m["content"]["comm_id"] == button for m in messages))
        self.assertTrue(any("Stopped by the button" in str(m["content"]) for m in messages))
        content, _ = self.run_cell('let rest = train(cat, on: photos, steps: run.steps + 1, resume: run, validateEvery: 0);')
        self.assertEqual(content["status"], "ok", content)

    def test_no_button_where_nobody_shows_it(self):
        _, messages = self.run_cell("train(cat, on: photos, steps: 2, validateEvery: 0);")
        self.assertFalse(any(VIEW in m["content"].get("data", {}) for m in messages))


if __name__ == "__main__":
    unittest.main()
