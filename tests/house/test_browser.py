"""The browser of the tests can be trusted with Chinese pages."""

import pytest
from playwright.sync_api import Browser

_INK = """(sign) => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    pen.font = "40px sans-serif";
    pen.fillText(sign, 10, 60);
    return canvas.toDataURL();
}"""


@pytest.mark.browser
def test_it_draws_chinese_signs_and_not_boxes(browser: Browser) -> None:
    page = browser.new_page()

    drawn = {page.evaluate(_INK, sign) for sign in "惠企政策兑现"}

    page.close()
    assert len(drawn) == 6
