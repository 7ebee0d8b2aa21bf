"""The picture of a network, with real clicks and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox

from nn import Network
from ocr_app.engine.diagram import BIAS, Unit, Weight, make_digit_diagram, make_small_diagram
from ocr_app.widgets.network.network_picture import NetworkPicture
from ocr_app.widgets.network.nodes import fitting

LEFT = Qt.MouseButton.LeftButton


def make_network(sizes, output="sigmoid"):
    network = Network(sizes, "sigmoid", output)
    network.initialize(np.random.default_rng(1))
    network.parameters[:] += 0.3
    return network


@pytest.fixture
def picture(qtbot):
    made = NetworkPicture()
    qtbot.addWidget(made)
    made.resize(560, 420)
    made.show_diagram(make_small_diagram(make_network((2, 4, 1)), (0, 1)))
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def digits(qtbot):
    made = NetworkPicture()
    qtbot.addWidget(made)
    made.resize(640, 300)
    pixels = np.random.default_rng(0).random((8, 8))
    network = make_network((64, 200, 11), "softmax")
    made.show_diagram(make_digit_diagram(network, pixels, made.room))
    made.show()
    qtbot.waitExposed(made)
    return made


def click(picture, what):
    QTest.mouseClick(picture, LEFT, pos=picture.place_of(what).toPoint())


def every_unit(diagram):
    return [
        Unit(at, number) for at, column in enumerate(diagram.columns) for number in column.shown
    ]


@pytest.mark.parametrize("name", ["picture", "digits"])
def test_a_click_on_a_unit_tells_which(name, request):
    picture = request.getfixturevalue(name)
    clicked = []
    picture.unit_clicked.connect(clicked.append)
    units = every_unit(picture.diagram)
    for unit in units:
        click(picture, unit)
    assert clicked == units
    assert picture.selected == units[-1]


def test_a_click_on_a_number_or_a_line_tells_which_weight(picture):
    clicked = []
    picture.weight_clicked.connect(clicked.append)
    weights = [*picture.diagram.weights_to(Unit(2, 0)), Weight(0, 0, 0), Weight(0, 3, BIAS)]
    for weight in weights:
        start, end = picture.place_of(weight.origin), picture.place_of(weight.target)
        near_target = start + 0.85 * (end - start) if weight.layer else start + 0.3 * (end - start)
        QTest.mouseClick(picture, LEFT, pos=near_target.toPoint())
    assert clicked == weights
    assert "Weight" in picture.accessibleDescription() or "bias" in picture.accessibleDescription()


def test_hovering_explains_and_leaving_stops(picture):
    said = []
    picture.pointed_at.connect(said.append)
    QTest.mouseMove(picture, picture.place_of(Unit(1, 2)).toPoint())
    QTest.mouseMove(picture, QPoint(picture.width() - 2, 2))
    assert said[0].startswith("Hidden unit 3: net input")
    assert said[-1] == ""


def test_without_leave_to_edit_no_box_opens(picture):
    click(picture, Weight(1, 0, 0))
    assert not picture.findChild(QDoubleSpinBox, "weightEditor").isVisible()


def test_a_weight_is_edited_with_a_click_and_keys(picture, qtbot):
    picture.set_editable(True)
    weight = Weight(1, 0, 0)
    click(picture, weight)
    box = picture.findChild(QDoubleSpinBox, "weightEditor")
    assert box.isVisible()
    assert box.value() == pytest.approx(picture.diagram.weight(weight), abs=5e-4)
    QTest.keyClicks(box, "-2.5")
    with qtbot.waitSignal(picture.weight_edited) as edited:
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert edited.args == [weight, -2.5]
    assert not box.isVisible()


def test_escape_and_an_unchanged_number_edit_nothing(picture):
    picture.set_editable(True)
    edited = []
    picture.weight_edited.connect(lambda *what: edited.append(what))
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        click(picture, Weight(1, 0, BIAS))
        box = picture.findChild(QDoubleSpinBox, "weightEditor")
        if key == Qt.Key.Key_Escape:
            QTest.keyClicks(box, "7")
        QTest.keyClick(box, key)
    assert edited == []


def test_another_shape_closes_the_box(picture):
    picture.set_editable(True)
    picture.edit(Weight(1, 0, 0))
    picture.show_diagram(make_small_diagram(make_network((2, 2, 1)), (0, 1)))
    assert not picture.findChild(QDoubleSpinBox, "weightEditor").isVisible()


def test_keys_reach_every_unit_and_every_weight(picture):
    picture.setFocus()
    seen, weights = set(), set()
    picture.unit_clicked.connect(seen.add)
    picture.weight_clicked.connect(weights.add)
    for _ in range(3):
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            for _ in range(6):
                QTest.keyClick(picture, key)
        QTest.keyClick(picture, Qt.Key.Key_Left)
    assert seen == set(every_unit(picture.diagram))
    click(picture, Unit(2, 0))
    for _ in range(6):
        QTest.keyClick(picture, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert weights == set(picture.diagram.weights_to(Unit(2, 0)))
    picture.set_editable(True)
    QTest.keyClick(picture, Qt.Key.Key_Return)
    assert picture.findChild(QDoubleSpinBox, "weightEditor").isVisible()


@pytest.mark.parametrize("sizes", [(2, 2, 1), (2, 3, 1), (2, 4, 4, 1), (2, 8, 8, 1), (3, 8, 1)])
@pytest.mark.parametrize("size", [(360, 300), (560, 420)])
def test_units_and_numbers_do_not_overlap(picture, sizes, size):
    picture.resize(*size)
    picture.show_diagram(make_small_diagram(make_network(sizes), np.zeros(sizes[0])))
    geometry, labels = picture._geometry, list(picture._labels.values())
    places = [place for column in geometry.places for place in column]
    for number, one in enumerate(places):
        assert picture.rect().contains(one.toPoint())
        for other in places[number + 1 :]:
            distance = one - other
            assert np.hypot(distance.x(), distance.y()) > 2 * geometry.radius
    for number, label in enumerate(labels):
        assert not any(label.intersects(other) for other in labels[number + 1 :])
        for place in places:
            nearest = QPointF(
                min(max(place.x(), label.left()), label.right()),
                min(max(place.y(), label.top()), label.bottom()),
            )
            gap = nearest - place
            assert np.hypot(gap.x(), gap.y()) >= geometry.radius
    assert labels, "weights are written at least on some lines"


def test_numbers_stay_where_they_are_while_they_change(picture):
    before = dict(picture._labels)
    other = make_network((2, 4, 1))
    other.parameters[:] *= -3
    picture.show_diagram(make_small_diagram(other, (1, 1)))
    assert picture._labels == before


def test_what_is_computed_stands_out(picture):
    plain = picture.grab().toImage()
    picture.set_highlight([Unit(2, 0)], [Weight(1, 0, 1)])
    assert picture.grab().toImage() != plain
    picture.set_highlight()
    assert picture.grab().toImage() == plain


def test_the_sign_of_a_weight_is_told_by_more_than_colour(picture):
    network = make_network((1, 1))
    images = []
    for weight in (2.0, -2.0):
        network.weights[0][:] = weight
        network.biases[0][:] = 0.0
        picture.show_diagram(make_small_diagram(network, (1,)))
        images.append(picture.grab().toImage())
    line = picture._geometry.lines[Weight(0, 0, 0)]

    def ink(image):
        ratio = image.devicePixelRatio()
        points = [line.pointAt(share / 400) * ratio for share in range(60, 170)]
        colors = {image.pixelColor(at.toPoint()).lightness() // 24 for at in points}
        return len(colors)

    assert ink(images[1]) > ink(images[0]), "a negative line has gaps"


def test_more_height_has_room_for_more_units(digits):
    rooms = []
    digits.room_changed.connect(rooms.append)
    few = digits.room
    digits.resize(640, 160)
    digits.resize(640, 600)
    assert 4 <= rooms[0] < few < rooms[-1] <= 24


def test_nothing_and_then_something_is_shown(qtbot):
    picture = NetworkPicture()
    qtbot.addWidget(picture)
    picture.resize(400, 200)
    picture.show_diagram(None, "Draw a digit first.")
    picture.show()
    assert picture.accessibleDescription() == "Draw a digit first."
    QTest.mouseClick(picture, LEFT, pos=QPoint(50, 50))
    QTest.keyClick(picture, Qt.Key.Key_Right)
    assert picture.selected is None
    picture.show_diagram(make_digit_diagram(make_network((64, 10)), np.zeros((8, 8)), 4))
    picture.grab()
    click(picture, Unit(0, 63))
    assert picture.selected == Unit(0, 63)


def test_what_another_network_has_not_is_forgotten(picture):
    picture.set_selected(Unit(2, 0))
    picture.set_highlight([Unit(1, 3)], [Weight(1, 0, 3)])
    picture.show_diagram(make_small_diagram(make_network((2, 1)), (0, 1)))
    assert picture.selected is None
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_Down)
    assert picture.selected == Unit(1, 0)
    picture.set_highlight([Unit(7, 7)], [Weight(5, 0, 0), Weight(0, 0, 40)])
    picture.set_selected(Weight(4, 0, BIAS))
    picture.grab()
    assert picture.selected is None


@pytest.mark.parametrize("room", [60.0, 30.0, 18.0, 9.0])
@pytest.mark.parametrize("value", [-0.198, 0.8072, -12.5, -20.0, 1.0])
def test_a_value_fits_into_its_unit(qapp, room, value):
    font, small = QFont(qapp.font()), QFont(qapp.font())
    font.setPointSizeF(14.0)
    small.setPointSizeF(11.0)
    chosen, text = fitting(font, small, value, room)
    assert QFontMetricsF(chosen).horizontalAdvance(text) <= 1.1 * room
    assert float(text.replace("−", "-")) == pytest.approx(value, abs=0.051)
