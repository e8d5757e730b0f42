"""JupyterLab and Notebook in headless Chromium: what a person sees. EASEL_SCREENSHOTS names a folder for pictures of it."""

import os
import shutil
import time
import unittest
from pathlib import Path

try:
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    webdriver = None

from server import BIN, Server

DRIVER = shutil.which("chromedriver")


@unittest.skipUnless(webdriver and DRIVER, "needs selenium and chromedriver")
class FrontEnd(unittest.TestCase):
    application = None
    page = None

    @classmethod
    def setUpClass(cls):
        if cls.application is None:
            raise unittest.SkipTest("the front ends are below")
        if not (BIN / f"jupyter-{cls.application}").exists():
            raise unittest.SkipTest(f"needs jupyter {cls.application}")
        cls.server = Server(cls.application)
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,900"):
            options.add_argument(argument)
        cls.browser = webdriver.Chrome(options=options, service=Service(DRIVER))

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()
        cls.server.stop()

    def open(self, *cells):
        name = self.server.notebook(*cells)
        self.browser.get(f"{self.server.address}/{self.page}/{name}")
        self.wait_for(".jp-Notebook .jp-Cell .cm-content")
        self.wait_until(lambda: self.kernel_is_idle(), "the kernel did not become idle", 60)
        return name

    def kernel_is_idle(self):
        shown = self.all("[data-status=idle], .jp-Notebook-ExecutionIndicator[data-status=idle], .jp-NotebookKernelStatus-idle")
        return bool(shown) or "Idle" in self.browser.find_element(By.TAG_NAME, "body").text

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def wait_until(self, condition, complaint, seconds=30):
        start = time.monotonic()
        while True:
            try:
                found = condition()
                if found:
                    return found
            except WebDriverException:
                pass
            if time.monotonic() - start > seconds:
                self.shoot("failure")
                self.fail(complaint)
            time.sleep(0.1)

    def wait_for(self, selector, text="", seconds=30):
        return self.wait_until(
            lambda: next((found for found in self.all(selector) if text in found.text), None), f"'{text}' did not appear in {selector}", seconds)

    def edit(self, index):
        """Puts the cursor at the end of a cell."""
        editor = self.all(".jp-Notebook .jp-Cell .cm-content")[index]
        ActionChains(self.browser).click(editor).key_down(Keys.CONTROL).send_keys(Keys.END).key_up(Keys.CONTROL).perform()

    def keys(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    def shift(self, key):
        ActionChains(self.browser).key_down(Keys.SHIFT).send_keys(key).key_up(Keys.SHIFT).perform()

    def shoot(self, name):
        if folder := os.environ.get("EASEL_SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.browser.save_screenshot(f"{folder}/{self.application}-{name}.png")

    def test_a_session(self):
        name = self.open(
            'load("easel-tiny")\nlet cat = addToken("<my-cat>", initializer: "cat")  // a word', 'sample("a photo of a cat on the beach", count: 3, seed: 42)',
            'train(cat, on: images("concepts/moss-cat/single"), steps: 30, preview: "a photo of <my-cat>", previewEvery: 15)',
            "smaple(1)", "")
        # Swift is coloured: keywords, strings and comments are different things.
        self.wait_until(lambda: len({span.get_attribute("class") for span in self.all(".cm-line span[class]")}) >= 3, "cells are not coloured", 10)
        self.edit(0)
        self.shift(Keys.ENTER)
        self.wait_for(".jp-OutputArea-output table", "parameters")
        self.edit(1)
        self.shift(Keys.ENTER)
        self.wait_for(".jp-OutputArea-output img[src^='data:image/png']")
        self.shoot("picture")
        self.edit(2)
        self.shift(Keys.ENTER)
        self.wait_for(".jp-OutputArea-output", "TrainingRun of <my-cat>: 30 of 30 steps", 120)
        self.shoot("training")
        self.edit(3)
        self.shift(Keys.ENTER)
        self.wait_for(".jp-OutputArea-output", "did you mean 'sample'?")
        self.shoot("error")
        self.complete()
        self.inspect()
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("s").key_up(Keys.CONTROL).perform()
        self.wait_until(lambda: self.server.read(name).cells[2].get("outputs"), "the notebook was not saved")
        saved = self.server.read(name)
        self.assertEqual(saved.metadata.language_info.name, "swift")
        self.assertEqual(saved.cells[3].outputs[-1].ename, "NameError")

    def test_an_interrupt(self):
        """The square in the toolbar stops a training: what was learnt stays, and the next cell answers."""
        self.open('load("easel-tiny");\nlet cat = addToken("<my-cat>", initializer: "cat")\nlet photos = images("concepts/moss-cat/single")',
                  'let run = train(cat, on: photos, steps: 5000, preview: "a photo of <my-cat>", previewEvery: 50)', "run.interrupted")
        # A cell that is run before the notebook has met its kernel makes JupyterLab ask which one is meant.
        time.sleep(3)
        for index in (0, 1):
            self.edit(index)
            self.shift(Keys.ENTER)
        self.wait_for(".jp-OutputArea-output", "steps/s")
        time.sleep(6)
        self.shoot("dashboard")
        self.browser.find_element(By.CSS_SELECTOR, "[data-jp-item-name=interrupt] button, [data-jp-item-name=interrupt] jp-button").click()
        self.wait_for(".jp-OutputArea-output", "Interrupted")
        time.sleep(1)
        self.shoot("interrupt")
        self.edit(2)
        self.shift(Keys.ENTER)
        self.wait_for(".jp-OutputArea-output", "true")

    def complete(self):
        """Tab, as a person uses it, after names, cases and inside a prompt."""
        for typed, expected, shot in [
            ("addTo", None, "completion-verb"), ('sample("x", sampler: .dpm', "dpmpp2mKarras", "completion-case"),
            ('sample("a photo of <my', None, "completion-token"), ('sample("x", ', "negativePrompt:", "completion-argument"),
        ]:
            self.edit(4)
            ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(Keys.DELETE).perform()
            self.keys(typed)
            # What editors close by themselves would follow the cursor.
            self.keys(Keys.TAB)
            if expected:
                self.wait_for(".jp-Completer-item", expected)
            else:
                whole = {"addTo": "addToken"}.get(typed, "<my-cat>")
                self.wait_until(
                    lambda: whole in self.all(".jp-Notebook .jp-Cell .cm-content")[4].text or any(whole in item.text for item in self.all(".jp-Completer-item")),
                    f"{whole} was not offered")
            time.sleep(0.3)
            self.shoot(shot)
            self.keys(Keys.ESCAPE)
            self.edit(4)

    def inspect(self):
        """Shift-Tab inside the brackets of a verb."""
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(Keys.DELETE).perform()
        self.keys("sample(")
        self.shift(Keys.TAB)
        self.wait_for(".jp-Tooltip", "guidanceScale")
        time.sleep(0.3)
        self.shoot("inspection")
        self.keys(Keys.ESCAPE)


class Lab(FrontEnd):
    application = "lab"
    page = "lab/tree"


class Notebook(FrontEnd):
    application = "notebook"
    page = "notebooks"


if __name__ == "__main__":
    unittest.main()
