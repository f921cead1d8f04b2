// A drawn town map: shows a place and lets one be chosen, without any network.

import { h, svg } from "./dom.js";

const CENTRE = { latitude: 56.1366, longitude: 40.3966 };
const WIDTH = 320;
const HEIGHT = 190;
const DEGREES_PER_UNIT = { latitude: 0.00006, longitude: 0.0001 };

const STREETS = [
  "M-60 40 L380 70", "M-60 118 L380 142", "M60 -60 L84 260", "M176 -60 L192 260", "M262 -60 L250 260", "M-60 178 L380 196", "M-60 -6 L380 10",
];
const LANES = ["M118 -60 L134 260", "M20 -60 L40 260", "M222 -60 L222 260", "M-60 80 L380 106", "M300 -60 L306 260"];
const PARKS = ["M90 76 L170 84 L174 126 L96 120 Z", "M262 150 L320 156 L322 190 L262 184 Z", "M-40 -40 L50 -30 L54 30 L-40 30 Z"];
const RIVER = "M-60 168 C40 130 70 210 150 176 S270 96 380 120";

const paths = (list, name) => list.map((d) => svg("path", { d, class: name }));

function drawMap() {
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "map", preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" },
    svg("rect", { x: -60, y: -60, width: 440, height: 320, class: "map-land" }),
    ...paths(PARKS, "map-park"), svg("path", { d: RIVER, class: "map-river" }), ...paths(LANES, "map-lane"), ...paths(STREETS, "map-street"),
  );
}

const pinAt = (x, y) =>
  svg("g", { class: "map-pin", transform: `translate(${x} ${y})` },
    svg("path", { d: "M0 0C-3-6-11-12-11-20a11 11 0 0 1 22 0C11-12 3-6 0 0Z" }), svg("circle", { cx: 0, cy: -20, r: 4 }));

const toPoint = ({ latitude, longitude }) => [
  WIDTH / 2 + (longitude - CENTRE.longitude) / DEGREES_PER_UNIT.longitude,
  HEIGHT / 2 - (latitude - CENTRE.latitude) / DEGREES_PER_UNIT.latitude,
];
const toPlace = (x, y) => ({
  latitude: Number((CENTRE.latitude - (y - HEIGHT / 2) * DEGREES_PER_UNIT.latitude).toFixed(6)),
  longitude: Number((CENTRE.longitude + (x - WIDTH / 2) * DEGREES_PER_UNIT.longitude).toFixed(6)),
});
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** The place of a message as a small picture; places beyond the drawn town sit at its edge. */
export function mapCard(geo) {
  const place = geo.coordinates ?? geo;
  const [x, y] = toPoint(place);
  const map = drawMap();
  map.append(pinAt(clamp(x, 20, WIDTH - 20), clamp(y, 40, HEIGHT - 8)));
  const words = geo.place?.title || `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`;
  return h("figure", { class: "place", "data-testid": "location" }, map, h("figcaption", {}, words));
}

function coordinateField(name, label, value, limit) {
  const input = h("input", { name, type: "number", step: "any", min: -limit, max: limit, required: true, value });
  return { input, node: h("label", { class: "field" }, label, input) };
}

/** Asks for a place; resolves with `{latitude, longitude}` in degrees, or null when the person changes their mind. */
export function choosePlace() {
  const map = drawMap();
  map.removeAttribute("aria-hidden");
  const pin = pinAt(WIDTH / 2, HEIGHT / 2);
  map.append(pin);
  const latitude = coordinateField("latitude", "Широта", CENTRE.latitude, 90);
  const longitude = coordinateField("longitude", "Долгота", CENTRE.longitude, 180);
  map.addEventListener("click", (event) => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    pin.setAttribute("transform", `translate(${x} ${y})`);
    const place = toPlace(x, y);
    latitude.input.value = place.latitude;
    longitude.input.value = place.longitude;
  });
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "sheet", "aria-labelledby": "place-title", "data-testid": "location-dialog" });
    const send = (event) => {
      event.preventDefault();
      resolve({ latitude: Number(latitude.input.value), longitude: Number(longitude.input.value) });
      dialog.close();
    };
    dialog.append(
      h("form", { onsubmit: send },
        h("h2", { id: "place-title" }, "Место на карте"),
        h("p", { class: "muted" }, "Нажмите на карту условного города или впишите координаты."),
        map,
        h("div", { class: "fields" }, latitude.node, longitude.node),
        h("div", { class: "actions" },
          h("button", { type: "button", class: "button secondary", onclick: () => dialog.close() }, "Отмена"),
          h("button", { type: "submit", class: "button primary", autofocus: true, "data-testid": "location-confirm" }, "Отправить место")),
      ));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
