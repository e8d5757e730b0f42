"""ipywidgets' own front end in JupyterLab: controls beside a picture, a button that stops a training, and a tab that is reloaded meanwhile."""

import time
import unittest

from test_browser import FrontEnd

try:
    import ipywidgets
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import Select
except ImportError:
    ipywidgets = None

WIDGET = "application/vnd.jupyter.widget-view+json"
PREPARE = 'load("easel-tiny");\nlet cat = addToken("<my-cat>", initializer: "cat")\nlet photos = images("concepts/moss-cat/single")'


@unittest.skipUnless(ipywidgets, "needs ipywidgets")
class LabWidgets(FrontEnd):
    application = "lab"
    page = "lab/tree"

    # The cases of the class that it extends belong to the front ends without widgets.
    test_a_session = test_an_interrupt = None

    def run_cell(self, index):
        self.edit(index)
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()

    def cell(self, index):
        return self.all(".jp-Notebook .jp-Cell")[index]

    def test_controls_and_a_reloaded_tab(self):
        name = self.open(PREPARE, 'explore("a photo of a cat", seed: 42, steps: 20)', "let run = train(cat, on: photos, steps: 5000)\nrun.steps", "last()")
        # A cell that is run before the notebook has met its kernel makes JupyterLab ask which one is meant.
        time.sleep(3)
        self.run_cell(0)
        self.wait_for(".jp-OutputArea-output table", "parameters")
        self.run_cell(1)
        self.wait_for(".widget-html code", "seed: 42, steps: 20")
        self.assertEqual((len(self.all(".widget-slider")), len(self.all(".jp-OutputArea-output img"))), (2, 1))
        self.shoot("explore")
        handle = self.all(".widget-slider .noUi-handle")[0]
        ActionChains(self.browser).drag_and_drop_by_offset(handle, 40, 0).perform()
        before = self.picture()
        self.wait_until(lambda: self.picture() != before, "the picture was not drawn anew")
        Select(self.all(".widget-dropdown select")[0]).select_by_visible_text("ddim")
        self.wait_for(".widget-html code", "sampler: .ddim")
        self.run_cell(2)
        self.wait_for(".jp-OutputArea-output", "steps/s")
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("s").key_up(Keys.CONTROL).perform()
        time.sleep(1)
        self.browser.refresh()
        self.wait_for(".jp-Notebook .jp-Cell .cm-content")
        self.wait_for(".widget-html code", "sampler: .ddim")
        time.sleep(2)
        self.run_cell(3)
        self.wait_until(lambda: "steps/s" in self.cell(3).text, "last() showed nothing")
        before = self.cell(3).text
        self.wait_until(lambda: self.cell(3).text != before, "what last() shows does not go on")
        self.shoot("last")
        self.cell(3).find_element(By.CSS_SELECTOR, "button.jupyter-button").click()
        self.wait_until(lambda: "Stopped by the button" in self.cell(3).text, "the button did not stop the training")
        self.shoot("stopped")
        self.without_its_kernel(name)

    def picture(self):
        return self.all(".jp-OutputArea-output img")[0].get_attribute("src")

    def without_its_kernel(self, name):
        """What is saved is seen without the kernel that made it: the last picture, and no button."""
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("s").key_up(Keys.CONTROL).perform()
        time.sleep(1)
        shown = self.picture()
        self.server.end_kernels()
        saved = self.server.read(name)
        self.assertEqual("data:image/png;base64," + saved.cells[1].outputs[1].data["image/png"].replace("\n", ""), shown)
        # The cell that ran when the tab was reloaded has lost its place: last() has it.
        self.assertFalse([output for output in saved.cells[3].outputs if WIDGET in output.get("data", {})])
        self.browser.refresh()
        self.wait_for(".jp-Notebook .jp-Cell .cm-content")
        self.wait_until(lambda: self.picture() == shown, "the saved picture is not shown")
        time.sleep(3)
        self.shoot("saved")


del FrontEnd

if __name__ == "__main__":
    unittest.main()
